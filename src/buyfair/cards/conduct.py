"""The code of conduct to read: the whole of it, one clause with its sources, and the page of all with its texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from buyfair import catalogue
from buyfair.cards.page import Block, Card, Grid, Item, Items, Section, as_markdown, as_text
from buyfair.cards.words import sentence_case
from buyfair.judge.amounts import MARKS
from buyfair.knowledge.conduct import DIRECT, IN_PART, NO_HOOK, TIERS, Clause, Hook, Source, clause, clauses, code
from buyfair.knowledge.conduct.applies import FITS, WHEN
from buyfair.knowledge.conduct.flow_down import LIMIT, STANDINGS, Authority, Variant, authorities, card, variants
from buyfair.terms.errors import refuse
from buyfair.terms.harm import CONDUCT_HARMS, HARM_WORDS

NOT_LAW = "The code binds only where a contract carries it. Not legal advice: it cites, and the text named decides."
TIER_NAMES = dict(zip(TIERS, ("Prime contractor", "First tier", "Below", "Agents and recruiters"), strict=True))
LEVEL_WORDS = {DIRECT: "direct", IN_PART: "in part", NO_HOOK: "none"}
KIND_WORDS = {**STANDINGS, LIMIT: "a bound on the others"}


# The three doors


def code_text(width: int) -> str:
    """The whole code as terminal text: what stands before all clauses, every clause, and where the law reaches."""
    return as_text(code_card(), NOT_LAW, width)


def clause_text(given: str, width: int) -> str:
    """One clause as terminal text, with sources, times with their reason and what the law asks today.

    Raises: InputRefusedError naming the nearest clause where there is none of this id.
    """
    return as_text(clause_card(found_clause(given)), NOT_LAW, width)


def conduct_page() -> str:
    """Everything as one page: the code, the table, sources, the texts to paste and what lets them be used."""
    return as_markdown(whole_card(), NOT_LAW, _linked)


def whole_card() -> Card:
    """The code with everything behind it: sources, the texts to paste and what lets them be used."""
    whole = code_card()
    sources = Section("Sources, times and bounds, clause by clause", tuple(_sources()))
    texts = tuple(_texts(v) for v in variants())
    sections = (*whole.sections, sources, *texts, _authorities())
    return Card(whole.row, whole.title, whole.about, "", (), sections)


def found_clause(given: str) -> Clause:
    """The clause of an id, whatever its case.

    Raises: InputRefusedError naming the nearest one.
    """
    wanted = re.sub(r"[\s-]+", "_", given.strip().lower())
    found = clause(wanted)
    if found is not None:
        return found
    near = get_close_matches(wanted, [c.id for c in clauses()], n=1, cutoff=0.0)
    said = " ".join(given.split())[:60]
    raise refuse(f'"{said}" is no clause', "a clause such as debt_bondage", f"the nearest is {near[0]}")


# What they say


def harms_words(c: Clause) -> str:
    """The harms of a clause in words; one that keeps all the others names none of its own."""
    return ", ".join(HARM_WORDS[h] for h in c.harms) or "all harms"


def code_card() -> Card:
    """The whole code: what stands before all clauses, every clause, and where the law reaches."""
    c = code()
    held = "six harms lead, four stand beneath, the last one keeps them all"
    about = (f"Edition {c['edition']}, {c['day'].isoformat()}. {len(clauses())} clauses: {held}.",)
    before = Section("Before all clauses", (Items(tuple(Item(f"{p['title']}. {p['text']}") for p in c["part"])),))
    each = tuple(
        Section(f"{n}. {x.title} ({harms_words(x)})", tuple(_clause(x)), x.id) for n, x in enumerate(clauses(), 1)
    )
    return Card("", c["title"], about, "", (), (before, *each, _table()))


def _clause(c: Clause) -> Iterator[Block]:
    yield c.floor
    yield Items(tuple(_points(c)))


def _points(c: Clause) -> Iterator[Item]:
    """A clause below its floor: each tier, the buyer, the lighter record, evidence, what is grave, remedy, times, parts."""
    yield from (Item(f"{name}: {c.tiers[tier]}") for tier, name in TIER_NAMES.items())
    yield Item(f"Buyer: {c.buyer}")
    yield Item(f"Small firm: {c.small_firm}")
    yield Item(f"Evidence: {c.evidence}")
    yield Item(f"Grave: {'; '.join(c.grave)}.")
    yield Item(f"Remedy: {c.remedy}")
    yield Item(f"Times: {times(c)}")
    yield from (Item(f"Where {WHEN[p.when].says()}: {p.text}") for p in c.parts)


def times(c: Clause) -> str:
    """The times of a clause in one line, shortest first."""
    said = (f"{x.days} day{'s' if x.days > 1 else ''}: {x.what}" for x in sorted(c.limits, key=lambda x: x.days))
    return f"{'; '.join(said)}."


def clause_card(c: Clause) -> Card:
    """One clause with its sources, its times and what the law asks today."""
    law = tuple((TIER_NAMES[tier], _reach(hook), hook.says or "No rule reaches it.") for tier, hook in c.law.items())
    return Card(
        c.id, f"{c.title} ({harms_words(c)})", (f"Clause `{c.id}` of the code, edition {code()['edition']}.",), c.floor, (),
        (
            Section("Who does what", (Items(tuple(_points(c))),)),
            Section("What a contracting officer can do of it", (c.officer,)),
            Section("Times and their reason", (_limits(c),)),
            Section(f"What the law asks today where goods are made abroad (gap: {c.gap})",
                    (Grid(("tier", "reach", "how far"), law, True),)),
            Section("Inside the United States", (c.inside_us,)),
            Section("What it does not mean", (c.means_not,)),
            Section("Rests on", (_instruments(c),)),
        ),
    )  # fmt: skip


def _limits(c: Clause) -> Grid:
    rows = tuple((str(x.days), x.what, x.reason) for x in sorted(c.limits, key=lambda x: x.days))
    return Grid(("days", "for", "reason"), rows, True)


def _instruments(c: Clause) -> Grid:
    return Grid(("instrument", "says", "source"), tuple((s.cites, s.says, _read(s)) for s in c.instruments), True)


def _read(s: Source | Authority) -> str:
    if s.read_on is None:
        return sentence_case(MARKS[s.mark]) + "."
    return f"{sentence_case(MARKS[s.mark])}: {s.source}; {s.read_on.isoformat()}."


def _reach(hook: Hook) -> str:
    """How far the law reaches at one tier, and by what."""
    named = ", ".join((*hook.rows, *hook.cites))
    return f"{LEVEL_WORDS[hook.level]}: {named}" if named else LEVEL_WORDS[hook.level]


def _rows() -> set[str]:
    """The rows of the law that have a card."""
    return {rule.row for rule in catalogue.rules()} | {note.row for note in catalogue.notes()}


def _table() -> Section:
    """Harm by tier: what the law asks today where goods are made abroad, and the clause that asks the rest."""
    head = ("harm", *(name.lower() for name in TIER_NAMES.values()), "gap", "in the code, every tier")
    rows = tuple(
        (sentence_case(HARM_WORDS[harm]), *(_reach(c.law[tier]) for tier in TIERS), c.gap, f"`{c.id}`")
        for harm in CONDUCT_HARMS
        for c in clauses()
        if harm in c.harms
    )
    said = "What the law asks today where goods are made abroad, and where the code asks the rest. The table is our reading."
    return Section("Where the law reaches and where only the code does", (said, Grid(head, rows, True)))


# The page of all


def _sources() -> Iterator[Block]:
    for c in clauses():
        yield f"**{c.title}.** Contracting officer: {c.officer}"
        yield f"Does not mean: {c.means_not} Inside the United States: {c.inside_us}"
        yield _limits(c)
        yield _instruments(c)


def _texts(v: Variant) -> Section:
    blocks: list[Block] = [f"{v.why} Fits a line of which this holds: {FITS[v.fits].says()}."]
    for w in v.wordings:
        lets = ", ".join(f"`{a.id}`" for a in w.authorities)
        blocks += [f"**{sentence_case(w.kind)}** ({STANDINGS[w.standing]}; rests on {lets}):", f"> {w.text}"]
    return Section(f"Text to paste: {v.title}", tuple(blocks))


def _authorities() -> Section:
    rows = tuple(
        (f"`{a.id}`", KIND_WORDS[a.kind], a.says, ", ".join(a.cites), _read(a)) for a in authorities().values()
    )
    c = card()
    said = f"{c['means']} {' '.join(c['means_not'])} {c['made_how']}"
    return Section(c["title"], (said, Grid(("id", "kind", "says", "cites", "source"), rows, True)))


def _linked(text: str) -> str:
    """Makes the rows of cards that a text names into links."""
    rows = _rows()
    return re.sub(r"\b[A-Z]\w+-\d+\b", lambda m: f"[{m[0]}]({m[0]}.md)" if m[0] in rows else m[0], text)
