"""The code of conduct for one purchase in a terminal: what applies, the text to paste, and what is still to be found out."""

from __future__ import annotations

from collections.abc import Iterator

from buyfair.cards.conduct import NOT_LAW, TIER_NAMES, harms_words, times
from buyfair.cards.page import Block, Card, Item, Items, Section, as_text
from buyfair.conduct import ClauseFor, ConductFor, VariantFor
from buyfair.judge.seen import LINES, Seen
from buyfair.knowledge.conduct import TIERS, code
from buyfair.knowledge.conduct.applies import WHEN
from buyfair.knowledge.conduct.flow_down import LIMIT, STANDINGS, Wording
from buyfair.purchase import vocabulary
from buyfair.terms.answer import Answer

CODIFIED_NUMBERS = (
    "Citations are those of the codified text. Of the overhaul text only FAR 10.001, 15.104 (for 15.304) and 22.17 were read "
    "for this: check any other number before you paste."
)
LINES_ASKED = "How many line items are bought? Each is described below a [[lines]] of its own."


def conduct_for_text(found: ConductFor, width: int) -> str:
    """The answer first, then what the buyer does, the clauses, the texts, and the facts that would change it."""
    sections = [
        Section("Mind first", (Items(tuple(map(Item, found.cautions))),)) if found.cautions else None,
        *(
            [*_buyers(found), *(_clause(n, c, found) for n, c in enumerate(found.clauses, 1))]
            if _may_apply(found)
            else ()
        ),
        *(_texts(v) for v in found.variants if v.wordings),
        _open(found),
        _missing(found),
    ]
    title = f"{code()['title']}: for this purchase"
    about = f"Edition {code()['edition']}. Asked as of {found.asked.isoformat()}. {CODIFIED_NUMBERS}"
    held = tuple(s for s in sections if s is not None)
    return as_text(Card("", title, (about,), headline(found), (), held), NOT_LAW, width)


def _may_apply(found: ConductFor) -> bool:
    return found.applies is not Answer.NO


def headline(found: ConductFor) -> str:
    """How many clauses apply, which texts fit, and how much is open."""
    fit = [_small(v.variant.title) for v in found.variants if v.seen.answer is Answer.YES]
    still = [_small(v.variant.title) for v in found.variants if v.seen.answer is Answer.UNKNOWN]
    if found.applies is Answer.NO:
        return "No clause applies: nothing in this purchase can carry the code."
    all_of_them = f"all {len(found.clauses)} clauses apply"
    said = all_of_them.capitalize() if found.applies is Answer.YES else f"Whether {all_of_them} cannot be told"
    said += f"; text for: {', '.join(fit)}" if fit else "; no text can be chosen yet" if still else "; no text fits"
    return f"{said}{'; cannot be told: ' + ', '.join(still) if still else ''}."


def _small(title: str) -> str:
    return title[:1].lower() + title[1:]


def _buyers(found: ConductFor) -> Iterator[Section]:
    """The buyer's own duty, clause by clause, before anything is asked of others; both buyers where the tier is not told."""
    if found.tier in ("", TIERS[0]):
        said = tuple(Item(f"{c.clause.title}: {c.clause.officer}") for c in found.clauses)
        yield Section("What the contracting officer does", (Items(said),))
    if found.tier != TIERS[0]:
        said = tuple(Item(f"{c.clause.title}: {c.clause.buyer}") for c in found.clauses)
        yield Section("What the buyer of this subcontract does", (Items(said),))


def _clause(number: int, c: ClauseFor, found: ConductFor) -> Section:
    return Section(
        f"{number}. {c.clause.title} ({harms_words(c.clause)})", (c.clause.floor, Items(tuple(_points(c, found))))
    )


def _points(c: ClauseFor, found: ConductFor) -> Iterator[Item]:
    own = c.clause
    yield from (Item(f"{TIER_NAMES[tier]}: {own.tiers[tier]}") for tier in found.tiers)
    if found.small is not Answer.NO:
        yield Item(f"{'Small firm' if found.small is Answer.YES else 'If it is a small firm'}: {own.small_firm}")
    for part, seen in c.parts:
        if seen.answer is Answer.YES:
            yield Item(f"Here, because {WHEN[part.when].says()}: {part.text}")
        elif seen.answer is Answer.UNKNOWN:
            yield Item(f"Cannot be told ({_paths(seen)}): whether {WHEN[part.when].says()}. If so: {part.text}")
    yield Item(f"Evidence: {own.evidence}")
    yield Item(f"Grave: {'; '.join(own.grave)}.")
    yield Item(f"Remedy: {own.remedy}")
    yield Item(f"Times: {times(own)}")
    yield Item(f"Law today: {_law(c)}")
    if c.named_by_lists:
        named = "; ".join(c.named_by_lists)
        yield Item(f"Official lists name it for good and place, which says nothing about a supplier: {named}.")


def _law(c: ClauseFor) -> str:
    """The rules that bind here already, and those of which it cannot be told."""
    bound = [j.rule.row for j in c.judged if j.answer is Answer.YES]
    still = [j.rule.row for j in c.judged if j.answer is Answer.UNKNOWN]
    said = f"{', '.join(bound)} bind{'s' if len(bound) == 1 else ''}" if bound else "no rule held here is known to bind"
    said += f"; cannot be told: {', '.join(still)}" if still else ""
    return f"{said}."


def _paths(seen: Seen) -> str:
    return ", ".join(dict.fromkeys(a.path for a in seen.missing))


def _texts(v: VariantFor) -> Section:
    lines = ", ".join(str(n + 1) for n in v.lines)
    blocks: list[Block] = [f"For line{'s' if len(v.lines) > 1 else ''} {lines}. {v.variant.why}"]
    for w, text in v.wordings:
        blocks += [f"{w.kind.upper()} ({STANDINGS[w.standing]}: {_ground(w)}):", text]
    return Section(f"Text to paste: {v.variant.title}", tuple(blocks))


def _ground(w: Wording) -> str:
    """What lets a text be used, then what bounds it."""
    lets = dict.fromkeys(cite for a in w.authorities if a.kind != LIMIT for cite in a.cites)
    bounds = dict.fromkeys(cite for a in w.authorities if a.kind == LIMIT for cite in a.cites)
    return ", ".join(lets) + (f"; bounded by {', '.join(bounds)}" if bounds else "")


def _open(found: ConductFor) -> Section | None:
    """Texts of which it cannot be told whether they fit."""
    still = [v for v in found.variants if v.seen.answer is Answer.UNKNOWN]
    if not still:
        return None
    said = (f"{v.variant.title}: turns on {_paths(v.seen)}." for v in still)
    return Section("Texts that may fit", (Items(tuple(map(Item, said))),))


def _missing(found: ConductFor) -> Section | None:
    """The facts that would change the answer, as questions."""
    if not found.missing:
        return None
    asked = tuple(Item(f"`{path}`: {_question(path)}") for path in found.missing)
    return Section("Not told, and would change this", (Items(asked),))


def _question(path: str) -> str:
    fact = vocabulary().fact(path)
    return LINES_ASKED if path == LINES or fact is None else fact.ask
