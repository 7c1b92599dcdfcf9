"""Where the law looks, in words and pictures: three headlines of what is exposed, and what would decide the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from buyfair.cards import words
from buyfair.cards.tables import TOP, Cell, Line, Row, Segment, Table, opened, rows, section, spread

NO_DUTY, UNDECIDABLE, NO_EVIDENCE = "reached_by_no_duty", "undecidable", "reached_without_evidence"
STATES = {
    NO_DUTY: "Reached by no duty",
    UNDECIDABLE: "Cannot be decided on recorded facts",
    NO_EVIDENCE: "Reached, no evidence on file",
}
SHORT = {NO_DUTY: "No duty", UNDECIDABLE: "cannot be decided", NO_EVIDENCE: "no evidence on file"}
GROUPS = {"sectors": ("sector", "Sector"), "goods": ("good", "Good or main material"), "countries": ("country", "Origin"),
          "agencies": ("agency", "Agency")}  # fmt: skip
FACTS = {
    "cots": "whether items are commercially available off the shelf",
    "sol_date": "the day of the solicitation of the contract",
    "award_date": "the day of the award",
    "possible_outside": "how much could be performed abroad, as the officer reckoned it",
    "acquired_outside_us": "whether the goods are bought abroad",
    "performed_outside_us": "whether the work is done abroad",
    "value": "the value of the contract, options included",
    "bulk_cargo": "whether it travels as bulk cargo",
    "item": "whether it is a supply or a service",
    "origin": "where it was made, from the first step on",
    "agency": "who buys, and by which rules",
    "regime": "which text of the FAR the agency uses",
    "counts_as_service": "whether the officer counts the construction as a service",
    "good": "which good it is, as the lists name it",
    "method": "by which method it is bought",
    "uses_at": "whether it is used at home or abroad",
    "materials": "which materials it holds",
    "half_covered_material": "whether half of it or more is covered metal",
    "mill_product": "whether it is a loose mill product",
    "prc_workforce": "whether the firm has people at work in China",
    "xinjiang_labor": "whether forced labor from Xinjiang is in it",
    "protective_equipment": "whether it is protective equipment",
}
"""Facts in words that go into a sentence; any other is said by the question that asks it."""
HELD = {"nowhere": "in no award record", "proxy": "by a proxy in some award records", "fact": "in some award records"}
_FIRST = 4
LOOKS = "Only duties that make somebody find out how or where a thing is made, or by whom, are counted"


@dataclass(frozen=True, slots=True)
class Three:
    """One row: matched and possible dollars by state."""

    name: str
    amounts: Mapping[str, Mapping[str, Decimal]]
    opens: Mapping[str, str] = field(default_factory=dict)
    """Where a page says so: the address of a figure, by `state.matched`, `state.possible`, `state.both`, and of the `name`."""

    def of(self, state: str) -> Decimal:
        """Exposed dollars in a state. Unit: US dollars."""
        return sum(self.amounts[state].values(), Decimal(0))

    @property
    def whole(self) -> Decimal:
        """All exposed dollars."""
        return sum((self.of(state) for state in STATES), Decimal(0))


def three(row: Row, name: str = "") -> Three | None:
    """Read a row; nothing where it does not tell all three states."""
    told = {state: section(row, state) for state in STATES}
    if any(part is None for part in told.values()):
        return None
    return Three(name, {
        state: {end: words.money(part.get(end) or 0) for end in ("matched", "possible")}
        for state, part in told.items() if part is not None
    }, {figure: str(address) for figure, address in (section(row, "opens") or {}).items()})  # fmt: skip


def sentence(summary: Row) -> str | None:
    """The three headlines in one sentence."""
    found = three(section(summary, "reach") or {})
    if found is None:
        return None
    if not found.whole:
        return "No award is matched or possible, so there is nothing for a duty to reach."
    none, open_, reached = (words.short_dollars(found.of(state)) for state in STATES)
    return (
        f"Of {words.short_dollars(found.whole)} matched or possible, {none} is reached by no duty that makes anybody look at "
        f"how or where it is made; {open_} cannot be decided on recorded facts; {reached} is reached, with no evidence on "
        "file that the duty was done."
    )


def bounds(summary: Row) -> str | None:
    """What the undecided part means for the other two."""
    found = three(section(summary, "reach") or {})
    if found is None or not found.whole:
        return None
    none, open_, reached = (found.of(state) for state in STATES)
    low, high = words.short_dollars(none), words.short_dollars(none + open_)
    least, most = words.short_dollars(reached), words.short_dollars(reached + open_)
    return f"So what no duty reaches lies between {low} and {high}, and what one reaches between {least} and {most}."


def waits_for(summary: Row) -> str | None:
    """What the undecided dollars wait for, in one sentence."""
    missing = rows(section(summary, "reach") or {}, "missing")
    if not missing:
        return None
    said = [f"{_fact(row)} (for {words.short_dollars(_dollars(row))}; recorded {HELD.get(str(row.get('held')), 'nowhere')})"
            for row in missing[:_FIRST]]  # fmt: skip
    more = len(missing) - _FIRST
    also = f"; and {more} more fact{'' if more == 1 else 's'}" if more > 0 else ""
    unread = section(section(summary, "reach") or {}, "text_not_held")
    text = ""
    if unread is not None and _dollars(unread):
        text = f" For {words.short_dollars(_dollars(unread))} no fact would do: the text of the law on their day is not held."
    return f"What is not told, the most dollars first: {'; '.join(said)}{also}.{text}"


def _fact(row: Row) -> str:
    return FACTS.get(str(row.get("fact"))) or words.clean(row.get("says") or row.get("fact"))


def _dollars(row: Row) -> Decimal:
    return sum((words.money(row.get(end) or 0) for end in ("matched", "possible")), Decimal(0))


def reach(summary: Row) -> dict[str, object] | None:
    """Gather what the page shows of it; nothing where it is not judged."""
    told = section(summary, "reach") or {}
    found = three(told, "All that is matched or possible")
    if found is None:
        return None
    segments = _bar(found)
    return {
        "sentence": sentence(summary), "bounds": bounds(summary), "waits": waits_for(summary), "looks": LOOKS,
        "evidence": words.clean(told.get("evidence") or ""), "empty": not found.whole,
        "segments": segments, "said": _said(found),
        "ends": _ends(segments),
        "legend": list(STATES.items()),
        "rules": [f"{words.clean(row.get('id'))} {words.clean(row.get('title'))}" for row in rows(told, "rules")],
        "table": _headlines(found, section(summary, "exposure") or {}), "short": list(SHORT.items()),
        "rule_table": _rule_table(rows(told, "rules")),
        "missing": _missing_table(rows(told, "missing")),
        "groups": [_group(name, rows(section(told, "by") or {}, name), found) for name in GROUPS],
    }  # fmt: skip


def _ends(segments: Sequence[Segment]) -> tuple[int, int]:
    """Where the dollars that no duty reaches end for certain, and where at most, in thousandths."""
    low, open_ = (next((s.width for s in segments if s.kind == state), 0) for state in (NO_DUTY, UNDECIDABLE))
    return low, low + open_


def _bar(row: Three, whole: Decimal | None = None) -> list[Segment]:
    """The three states side by side; with a whole, all on its scale."""
    amounts = [row.of(state) for state in STATES]
    scale = row.whole if whole is None else whole
    if scale > row.whole:
        amounts.append(scale - row.whole)
    segments, start = [], 0
    for state, amount, width in zip((*STATES, "rest"), amounts, spread(amounts, 1000, 6), strict=False):
        if state in STATES:
            segments.append(Segment(state, STATES[state], str(amount), start, width))
        start += width
    return segments


def _said(row: Three) -> str:
    return words.listing(f"{label.lower()} {words.short_dollars(row.of(state))}" for state, label in STATES.items())


def _name(key: str, row: Row) -> str:
    if key == "sector":
        return words.sector_label(row.get("sector"))
    if key == "good":
        return words.good_label(row.get("good"))
    if key == "country":
        return words.country_label(row)
    return words.clean(row["agency"]) if row.get("agency") is not None else "Agency not told"


def _group(name: str, every: Sequence[Row], whole: Three) -> dict[str, object]:
    """The rows of one grouping: five drawn, all printed."""
    key, head = GROUPS[name]
    found = [each for row in every if (each := three(row, _name(key, row))) is not None and each.whole]
    longest = max((each.whole for each in found), default=Decimal(0))
    return {
        "name": name, "head": head, "table": _table(found, whole),
        "rows": [{"name": each.name, "segments": _bar(each, longest), "said": _said(each), "row": _row(each)}
                 for each in found[:5]],
    }  # fmt: skip


def _row(each: Three) -> dict[str, object]:
    """What is exposed in each state, with its address where one is told."""
    opens = {state: each.opens[f"{state}.both"] for state in STATES if f"{state}.both" in each.opens}
    return {state: str(each.of(state)) for state in STATES} | {"opens": opens | _named(each)}


def _named(each: Three) -> dict[str, str]:
    return {"name": each.opens["name"]} if "name" in each.opens else {}


def _cell(amount: Decimal, href: str | None = None) -> Cell:
    return Cell(words.whole_dollars(amount), str(amount), href)


def _cells(group: Sequence[Three]) -> tuple[Cell, ...]:
    return tuple(
        _cell(sum((row.amounts[state][end] for row in group), Decimal(0)),
              group[0].opens.get(f"{state}.{end}") if len(group) == 1 else None)
        for state in STATES for end in ("matched", "possible")
    )  # fmt: skip


def _table(group: Sequence[Three], whole: Three) -> Table:
    """Twelve rows, all others in one, and their sum: every state with what is matched and what is possible.

    The sum opens what the same figure of the whole opens.
    """
    heads = tuple(f"{label}: {end}" for label in STATES.values() for end in ("matched", "possible"))
    lines = [Line(row.name, (), _cells([row]), row.opens.get("name")) for row in group[:TOP]]
    if rest := group[TOP:]:
        lines.append(Line(f"{words.ALL_OTHERS} ({len(rest):,})", (), _cells(rest)))
    return Table(heads, tuple(lines), _total(group, whole), None)


def _total(group: Sequence[Three], whole: Three) -> tuple[Cell, ...]:
    same = zip(_cells(group), _cells([whole]), strict=True)
    return tuple(of if here.value == of.value else replace(here, href=None) for here, of in same)


def _headlines(found: Three, exposure: Row) -> Table:
    """The three headlines with what is matched, what is possible, and their sum: together all that is exposed."""
    lines = [
        Line(label, (), tuple(_cell(amount, found.opens.get(f"{state}.{end}")) for end, amount in
             (*found.amounts[state].items(), ("both", found.of(state)))))
        for state, label in STATES.items()
    ]  # fmt: skip
    sums = [sum((found.amounts[state][end] for state in STATES), Decimal(0)) for end in ("matched", "possible")]
    whole = zip((*sums, found.whole), ("matched", "possible", "exposed"), strict=True)
    total = tuple(_cell(amount, opened(exposure, what)) for amount, what in whole)
    return Table(("Matched", "Possible", "Both"), tuple(lines), total, None)


def _rule_table(every: Sequence[Row]) -> Table:
    heads = ("It binds", "Cannot be told", "It does not bind")
    lines = [
        Line(f"{words.clean(row.get('id'))} {words.clean(row.get('title'))}", (),
             tuple(_cell(_dollars(section(row, answer) or {}), opened(row, answer)) for answer in ("yes", "unknown", "no")))
        for row in every
    ]  # fmt: skip
    return Table(heads, tuple(lines), (), None)


def _missing_table(every: Sequence[Row]) -> Table | None:
    if not every:
        return None
    lines = [
        Line(words.sentence_case(_fact(row)), (words.sentence_case(HELD.get(str(row.get("held")), "nowhere")),),
             (Cell(words.count(row.get("awards")), str(row.get("awards")), opened(row, "awards")),
              _cell(_dollars(row), opened(row, "both"))))
        for row in every
    ]  # fmt: skip
    return Table(("Awards", "Dollars that wait for it"), tuple(lines), (), None)
