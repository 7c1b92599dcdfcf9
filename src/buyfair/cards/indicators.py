"""The card of each indicator, as a page and in a terminal: what it asks, what makes it speak, what its yes adds and why."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from buyfair import catalogue
from buyfair.cards.page import Card, Grid, Item, Items, Section, as_markdown, as_text
from buyfair.knowledge.weights import SEVERITY_CAP, Factor, Weight, factors, severities
from buyfair.terms.errors import refuse

if TYPE_CHECKING:  # a card reads what an indicator says of itself, never how it asks
    from buyfair.measure.indicator import Indicator

ABOUT = "An indicator is a question put to every award. It answers yes or no, or it is silent where a fact is not recorded."
LAST = "A yes is a reason to ask, never a finding about a supplier."
UPPER = "Where it cannot be told the points count at the upper end, by which awards are ranked, and not at the lower."
NEAREST = 3
_BOLD, _PLAIN = "\033[1m", "\033[0m"


def indicator_list(width: int, color: bool) -> str:
    """Every indicator by its factor, with its points, and what else adds to priority, as terminal text."""
    return _lit(as_text(list_of_all(), f"{LAST} The card of one: buyfair indicators CODE.", width), color)


def indicator_card(code: str, width: int, color: bool) -> str:
    """The card of one indicator as terminal text.

    Raises: InputRefusedError naming the three nearest where there is no such indicator.
    """
    return _lit(as_text(card_of(found_indicator(code)), LAST, width), color)


def indicator_json(code: str | None) -> object:
    """Every indicator, or the one of this code, as one document.

    Raises: InputRefusedError naming the three nearest where there is no such indicator.
    """
    return [_told(i) for i in catalogue.indicators()] if code is None else _told(found_indicator(code))


def indicator_page() -> str:
    """The page of all cards, in Markdown."""
    cards = (as_markdown(card_of(i), "", str) for i in catalogue.indicators())
    below = (card.replace("\n## ", "\n### ").replace("# ", "## ", 1).rstrip() + "\n" for card in cards)
    return "\n".join((as_markdown(list_of_all(), LAST, str), *below))


def _lit(text: str, color: bool) -> str:
    first, _, rest = text.partition("\n")
    return f"{_BOLD}{first}{_PLAIN}\n{rest}" if color else text


def found_indicator(code: str) -> Indicator:
    """The indicator of a code, however it is cased.

    Raises: InputRefusedError naming the three nearest.
    """
    known = {i.code: i for i in catalogue.indicators()}
    wanted = code.strip().lower().replace("-", "_").replace(" ", "_")
    if wanted in known:
        return known[wanted]
    near = get_close_matches(wanted, known, n=NEAREST, cutoff=0.0)
    said = " ".join(code.split())
    raise refuse(
        f'"{said if len(said) <= 60 else said[:57] + "..."}" is no indicator',
        "a code such as listed_good_matched",
        f"the nearest are {', '.join(near[:-1])} and {near[-1]}",
    )


def _weight(indicator: Indicator) -> tuple[Factor, Weight]:
    return next((f, w) for f in factors() for w in f.weights if w.indicator == indicator.code)


def _feeds(indicator: Indicator) -> list[tuple[str, str]]:
    """The layouts that make it speak, each with its title."""
    titles = catalogue.feed_titles()
    return [(feed, titles[feed]) for feed in indicator.feeds]


def _points(points: int) -> str:
    return "nothing, a reading" if points == 0 else "1 point" if points == 1 else f"{points} points"


def list_of_all() -> Card:
    """Every indicator by its factor, with what its yes adds."""
    sections = [
        Section(
            f"{factor.title}: {factor.cap} points at most",
            (factor.reason, Grid(("indicator", "a yes adds"), _rows(factor))),
        )
        for factor in factors()
        if factor.weights
    ]
    harms = tuple((s.title, f"{s.points} points. {' '.join(s.reasons)}") for s in severities().values())
    gravest = (
        "The gravest harm that may reach the award: scale, scope and irremediability, one to six each.",
        Grid(("harm", "adds"), harms),
    )
    grave = Section(f"How grave the harm is: {SEVERITY_CAP} points at most", gravest)
    return Card("", "Indicators", (f"{ABOUT} {UPPER}",), "", (), (*sections, grave, _unjudged()))


def _rows(factor: Factor) -> tuple[tuple[str, ...], ...]:
    titles = {i.code: i.title for i in catalogue.indicators()}
    rows = [(f"`{w.indicator}`", f"{_points(w.points)}: {titles[w.indicator]}") for w in factor.weights]
    rows += [("dollars at stake", f"{_points(points)}: ${least:,} or more") for least, points in factor.sizes]
    return tuple(rows)


def _unjudged() -> Section:
    """The factor that no award is judged by yet."""
    factor = next(f for f in factors() if f.states)
    states = tuple((state.replace("_", " "), _points(points)) for state, points in factor.states)
    said = f"{factor.reason} Not judged yet: it adds nothing to any award."
    return Section(f"{factor.title}: {factor.cap} points at most", (said, Grid(("state of reach", "points"), states)))


def card_of(indicator: Indicator) -> Card:
    """The card of one indicator."""
    i = indicator
    factor, weight = _weight(i)
    adds = f"Adds {_points(weight.points)}" if weight.points else "A reading that adds nothing"
    stands = f" A yes stands for {' and '.join(h.replace('_', ' ') for h in i.harms)} by itself." if i.harms else ""
    return Card(
        i.code,
        f"{i.title} (`{i.code}`)",
        (f"{adds}, within {factor.title[0].lower()}{factor.title[1:]} ({factor.cap} at most): {weight.reason}{stands}",),
        i.asks,
        (),
        (
            Section("Unit", (f"{i.unit}. Worse: {i.worse}.",)),
            Section("Source", (i.source,)),
            Section("Layouts of real files with which it speaks", (Items(tuple(Item(t) for t in _spoken_with(i))),)),
            Section("Silent where", (f"{i.silence[0].upper()}{i.silence[1:]}. {UPPER if weight.points else ''}".rstrip(),)),
            Section("Caution", (i.caution,)),
            Section("Assumed", (i.assumptions,)),
            Section("Left out", (i.exclusions,)),
            *_gathers(i),
        ),
    )


def _spoken_with(indicator: Indicator) -> list[str]:
    return [f"{title} (`{feed}`)" for feed, title in _feeds(indicator)]


def _gathers(indicator: Indicator) -> tuple[Section, ...]:
    rows = tuple((f"`{c.name}`", f"{c.kind}: {c.says}") for c in indicator.gathers)
    return (Section("What it gathers per award", (Grid(("column", "type and meaning"), rows),)),) if rows else ()


def _told(indicator: Indicator) -> dict[str, object]:
    i = indicator
    factor, weight = _weight(i)
    return {
        "code": i.code, "title": i.title, "asks": i.asks, "factor": factor.id, "points": weight.points,
        "reason": weight.reason, "owner": factor.owner, "unit": i.unit, "worse": i.worse, "source": i.source,
        "feeds": [{"id": feed, "title": title} for feed, title in _feeds(i)], "silence": i.silence, "caution": i.caution,
        "assumptions": i.assumptions, "exclusions": i.exclusions, "harms": list(i.harms),
        "gathers": [{"name": c.name, "kind": c.kind, "says": c.says} for c in i.gathers],
    }  # fmt: skip
