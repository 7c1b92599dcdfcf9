"""The card of a list of parties, and what a newer edition of it changed, in a terminal and as a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import ModuleType

from buyfair import catalogue
from buyfair.cards.page import Block, Card, Grid, Item, Items, Section, as_markdown, as_text
from buyfair.cards.words import clean
from buyfair.terms import bundled
from buyfair.terms.party import ListedParty, PartyCard, PartyEdition
from buyfair.terms.party_editions import Changes

NOT_BUNDLED = "none held"
SHOWN = 20
"""How many parties of a change are named; the rest are counted."""
KINDS = {
    "organization": ("organization", "organizations"),
    "vessel": ("vessel", "vessels"),
    "site": ("site", "sites"),
    "goods": ("order on all goods of a place, which names nobody", "orders on all goods of a place, which name nobody"),
    "not_told": ("party whose kind is not told", "parties whose kind is not told"),
}


def party_list_card(card: PartyCard, held: Sequence[PartyEdition]) -> Card:
    """What a list of parties is, what a hit on it means and what not, and which editions of it are held."""
    screened = "Screened where an edition is held." if card.about_labor else "Screened only where you name it."
    sections = (
        Section("What a hit means in law", (card.means,)),
        Section("What it does not mean", (card.means_not,)),
        Section("Whom it names", (*_named(held), *_grounds(card))),
        Section("Editions held", tuple(_editions(card, held))),
        Section("Source", (Items(tuple(_source(card))),)),
    )
    behind = card.behind_of(held[-1].published) if held else ""
    about = (f"{card.issuer}.", f"Law: {card.law}.", screened, *((f"Behind: {behind}",) if behind else ()))
    return Card("", f"{card.id}: {card.title}", about, "", (), sections)


def _named(held: Sequence[PartyEdition]) -> Iterator[Block]:
    if not held:
        yield "No edition is held: nobody is screened against this list."
        return
    parties = held[-1].parties
    counts = Counter(p.kind for p in parties)
    yield f"On the newest edition held, {held[-1].name}:"
    yield Items(tuple(Item(f"{n:,} {KINDS[kind][n != 1]}") for kind, n in sorted(counts.items())))
    yield (
        f"{sum(len(p.aliases) for p in parties):,} other names, {sum(len(p.statements) for p in parties):,} statements with "
        f"their days; {sum(p.with_subsidiaries for p in parties):,} parties are meant with all below them, named or not."
    )


def _grounds(card: PartyCard) -> Iterator[Block]:
    """Each section of the list: its ground in short, as statements carry it, and its whole heading."""
    if card.sections:
        yield "Its sections, in short and with their headings:"
        yield Items(tuple(Item(f"{s.what}: {s.about}. Heading: {s.heading}.") for s in card.sections))


def _editions(card: PartyCard, held: Sequence[PartyEdition]) -> Iterator[Block]:
    own = {e.name for m in catalogue.party_modules() if card.id == m.ID for e in m.editions()}
    if held:
        rows = (
            (e.name, f"{len(e.parties):,} parties", "bundled" if e.name in own else "brought by you", e.sha256[:12])
            for e in held
        )
        yield Grid(("edition", "parties", "whence", "sha256 of its file"), tuple(rows))
    why = "" if card.bundled else "Its rows do not come with Buyfair: bring the official file. "
    yield f"{why}A newer edition: buyfair lists refresh {card.id} --from FILE"


def _source(card: PartyCard) -> Iterator[Item]:
    yield Item(card.address)
    yield Item(f"Licence: {card.licence}")
    yield Item(f"Read on {card.read}")
    if card.means_how:
        yield Item(f"How its meaning is known: {card.means_how}")
    yield Item(
        f"An edition with fewer than {card.bounds[0]:,} or more than {card.bounds[1]:,} parties is refused as broken"
    )


# What a newer edition changed


def refreshed_text(
    edition: PartyEdition,
    before: PartyEdition | None,
    changed: Changes,
    said: Sequence[str],
    new: bool,
    width: int,
) -> str:
    """What was brought, and what it changed against the edition before it."""
    kept = "Kept beside the editions that are held." if new else "It was held already; nothing was written."
    about = f"Edition {edition.name} of {edition.list_id}: {len(edition.parties):,} parties. {kept}"
    notes = (Section("Passed over or in doubt", (Items(tuple(Item(clean(words)) for words in said)),)),) if said else ()
    if before is None:
        sections = (Section("What changed", ("No older edition is held to compare it with.",)),)
    else:
        sections = (Section(f"What changed since {before.name}", tuple(_changes(changed, edition.partial))),)
    last = f"The card of the list: buyfair lists {edition.list_id}"
    return as_text(Card("", "Read", (about,), "", (), (*sections, *notes)), last, width)


def _changes(changed: Changes, partial: bool) -> Iterator[Block]:
    if not changed:
        yield "Nothing."
        return
    yield from _listed("added", changed.added)
    yield from _listed("not on it, still held from before" if partial else "removed", changed.removed)
    if changed.renamed:
        yield f"{len(changed.renamed):,} renamed:"
        yield _items([f"{a.name}, now {b.name}" for a, b in changed.renamed])
    if changed.changed:
        yield f"{len(changed.changed):,} of whom it says other things:"
        yield _items([a.name for a, _ in changed.changed])


def _listed(what: str, parties: Sequence[ListedParty]) -> Iterator[Block]:
    if parties:
        yield f"{len(parties):,} {what}:"
        yield _items([p.name for p in parties])


def _items(names: Sequence[str]) -> Items:
    shown = [Item(clean(name)) for name in names[:SHOWN]]
    more = len(names) - SHOWN
    return Items((*shown, Item(f"and {more:,} more")) if more > 0 else tuple(shown))


# The page


def party_lists_page() -> str:
    """Every list of parties, its card and what was decided by hand, as a page in Markdown."""
    text = (
        "# Lists of parties\n\nWho is named by an official list, what a hit means in law and what it does not. A name that "
        "meets one is a lead, until a person decides. Lists that are not about labor are screened only where a user names "
        "them.\n"
    )
    for card in catalogue.party_cards():
        module = next(m for m in catalogue.party_modules() if card.id == m.ID)
        told = party_list_card(card, module.editions())
        whole = as_markdown(replace(told, sections=(*told.sections, *by_hand(module))), "", lambda words: words)
        text += "\n" + whole.replace("\n## ", "\n### ").replace("# ", "## ", 1).rstrip() + "\n"
    return text.replace("A newer edition: buyfair lists refresh", "A newer edition: `buyfair lists refresh").replace(
        "--from FILE\n", "--from FILE`\n"
    )


def by_hand(module: ModuleType) -> tuple[Section, ...]:
    """How a list was read, and what a person decided about it."""
    told = bundled.card(module.__name__, "list.toml")
    behind = (
        (f"That editions before {told['behind_since']} are behind is {told['behind_how']}",) if "behind_how" in told else ()
    )
    decided = tuple(Item(f"{d['what']} {d['why']}") for d in told.get("decided", []))
    made = Section("How it was made", (f"{told['made_how']} {told['note']}", *behind))
    return (made, Section("Decided by hand", (Items(decided),))) if decided else (made,)
