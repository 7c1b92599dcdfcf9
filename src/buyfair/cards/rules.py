"""The card of each rule and note, as a page and in a terminal: what it asks, of whom, when, and which text says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from itertools import product, zip_longest
from textwrap import wrap

from buyfair import catalogue
from buyfair.judge.amounts import MARKS, AmountVersion
from buyfair.judge.conditions import (
    Against,
    AllOf,
    AnyOf,
    ByChoice,
    Condition,
    Leaf,
    Named,
    Opposite,
    OverLines,
    ToldOr,
    Total,
    all_of,
    amounts_of,
    any_of,
    facts_of,
    not_,
    one_of,
)
from buyfair.judge.facts import CHOICE, LINE, Fact
from buyfair.judge.judging import MONTHS_BEFORE_AWARD, open_conditions
from buyfair.judge.rule import (
    ADVICE,
    ALERT,
    BAR,
    CODIFIED,
    DUTY,
    OVERHAUL,
    PERFORMANCE,
    PRIME,
    REGIMES,
    RESULTS,
    STEPS,
    SUBCONTRACT,
    Note,
    Rule,
    Text,
)
from buyfair.knowledge import facts as f
from buyfair.knowledge.regimes import crosswalk
from buyfair.terms.answer import Answer
from buyfair.terms.errors import refuse

NARROW, WIDE = 72, 120
NOTE = "note"
NOT_ADVICE = "Not legal advice but a citation: the text named decides."
HEADINGS = ("Evidence", "What would show it unmet", "Consequence", "What it does not mean", "Text and versions")
"""The sections that every rule has, after the one that says when it binds."""

_WHEN = {DUTY: "Binds when", BAR: "Forbids when", ALERT: "Raised when", ADVICE: "Applies when"}
_VERBS = {DUTY: "binds", BAR: "forbids", ALERT: "is raised", ADVICE: "applies"}
_OWED = {
    DUTY: ("Owed by", "Due"),
    BAR: ("Kept by", "When"),
    ALERT: ("Looked at by", "When"),
    ADVICE: ("Addressed to", "When"),
}
_STEPS = dict(zip(STEPS, ("Plan", "Solicit", "Award", "Perform", "Close"), strict=True))
_REGIMES = {CODIFIED: "codified FAR", OVERHAUL: "FAR overhaul text"}
_PARTIES = {
    "contracting officer": r"contracting officer",
    "offeror": r"offeror",
    "contractor": r"\bcontractors?\b",
    "subcontractor": r"\bsubcontractors?\b",
    "employees and agents": r"\bagents\b",
    "the agency and its other officials": r"agenc|inspector|representative|administration",
}
_OTHERS = "others named on the card"
_VALUES = {
    "dod": "the Department of Defense", "civilian": "a civilian agency",
    "exchange_or_commissary": "an exchange or commissary", "supply": "a supply", "service": "a service",
    "contractor": "the contractor", "subcontractor": "a subcontractor",
}  # fmt: skip
"""Choices as a sentence names them; one that is absent is written as it is told."""
_ALL, _ANY = "all of these hold", "any one of these holds"


@dataclass(frozen=True, slots=True)
class Item:
    """A point of a list, with the points below it."""

    text: str
    inside: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list of points."""

    items: tuple[Item, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: on a page with its head; in a terminal its columns side by side, or (`stacked`) one cell below another."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    stacked: bool = False


Block = str | Items | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """All that a card says, whatever it is written on. Words between backticks are those of a facts file."""

    row: str
    title: str
    about: tuple[str, ...]
    lead: str
    below: tuple[Block, ...]
    sections: tuple[Section, ...]


# The three doors


def rules_index(day: date | None, width: int) -> str:
    """Every rule and note by step of the lifecycle and by who owes it, as terminal text.

    With a day: what stands on it, what is not in force, and of what that cannot be told.
    """
    title = "Rules and notes" if day is None else f"Rules and notes on {day}"
    lines = [title, *_wrapped(_counted(day), _width(width)), ""]
    for section in _index(day):
        lines += [section.title, *_indented(section.blocks, _width(width)), ""]
    return "\n".join([*lines, *_wrapped(_HOW, _width(width))]) + "\n"


def rule_card(row_or_id: str, day: date | None, width: int) -> str:
    """One card as terminal text; with a day, as the law stands on it.

    Raises: InputRefusedError naming the nearest id where there is no such rule or note.
    """
    card = _card(_found(row_or_id), day)
    columns = _width(width)
    lines = [*_wrapped(card.title, columns), *(a for about in card.about for a in _wrapped(about, columns)), ""]
    lines += [*_wrapped(card.lead, columns), ""]
    if card.below:
        lines += [*_indented(card.below, columns), ""]
    for section in card.sections:
        lines += [section.title, *_indented(section.blocks, columns), ""]
    return "\n".join([*lines, *_wrapped(NOT_ADVICE, columns)]) + "\n"


def rule_pages() -> dict[str, str]:
    """The pages of all cards and of their index, by their path below docs/."""
    pages = {"cards/README.md": _index_page()}
    for one in _all():
        pages[f"cards/{one.row}.md"] = _page(_card(one, None))
    return pages


def _all() -> tuple[Rule | Note, ...]:
    return (*catalogue.rules(), *catalogue.notes())


def _found(given: str) -> Rule | Note:
    known = {name.lower(): one for one in _all() for name in (one.id, one.row)}
    wanted = given.strip().lower()
    if wanted in known:
        return known[wanted]
    near = known[get_close_matches(wanted, known, n=1, cutoff=0.0)[0]]
    said = " ".join(given.split())
    raise refuse(
        f'"{said if len(said) <= 60 else said[:57] + "..."}" is no rule or note',
        "a row such as TIP-04 or an id such as far-22.1703-c-certificate",
        f"the nearest is {near.row} ({near.id})",
    )


# What a card says


def _card(one: Rule | Note, day: date | None) -> Card:
    return _rule_card(one, day) if isinstance(one, Rule) else _note_card(one)


def _rule_card(rule: Rule, day: date | None) -> Card:
    lead, below = _asked(rule.then)
    owed, due = _OWED[rule.result]
    standing = " Standing: no purchase adds or removes it." if rule.standing else ""
    about = f"{_upper(rule.result)}: {RESULTS[rule.result]}. Step: {rule.step}.{standing} Rule id: `{rule.id}`."
    return Card(
        rule.row,
        f"{rule.row} ({rule.result}): {rule.title}",
        (about,) if day is None else (about, _stands(rule, day)),
        f"{_sentence(lead)} {owed}: {_sentence(_owed_by(rule), upper=False)} {due}: {_sentence(rule.due, upper=False)}",
        below,
        tuple(_sections(rule, day)),
    )


def _sections(rule: Rule, day: date | None) -> Iterator[Section]:
    """The sections of a card; those that have nothing to say are left out."""
    yield Section(_WHEN[rule.result], tuple(_binds(rule, day)))
    yield Section("Tier, day and text", (Items(tuple(_scope(rule))),))
    asked = _facts(rule)
    if asked:
        yield Section("Facts asked", (Grid(("fact", "question, and where it is defined"), asked),))
    for title, text in zip(HEADINGS, (rule.evidence, rule.unmet, rule.consequence, rule.means_not), strict=False):
        yield Section(title, (_sentence(text),))
    yield Section(HEADINGS[-1], tuple(_versions(rule)))
    if names := _amount_names(rule):
        yield Section("Amounts", tuple(block for name in names for block in _amount_table(name)))
    if moved := _renumbered(rule):
        yield Section("Renumbering", (Grid(("topic", "codified FAR", "FAR overhaul text", "mark"), moved, True),))
    if rule.collects:
        yield Section("What the prime collects", (rule.collects,))
    if rule.notes:
        yield Section("Notes", (Items(tuple(Item(note) for note in rule.notes)),))


def _note_card(note: Note) -> Card:
    read = "" if note.read_on is None else f", on {note.read_on}"
    said = (("Citation", note.cites), ("Since", note.since), ("What to watch", note.watch),
            ("Source", f"{note.source} ({MARKS[note.mark]}{read})"))  # fmt: skip
    return Card(
        note.row,
        f"{note.row} ({NOTE}): {note.title}",
        (f"Note: it binds nobody by itself. Note id: `{note.id}`.",),
        note.says,
        (),
        tuple(Section(title, (_sentence(text),)) for title, text in said if text),
    )


def _owed_by(rule: Rule) -> str:
    """Who owes it; "employer: contractor or subcontractor" would stand behind a second colon."""
    return re.sub(r"^(\w+): (.+)$", r"\1 (\2)", rule.owed_by)


def _asked(then: str) -> tuple[str, tuple[Block, ...]]:
    """What must be done in one breath, and below it what the sentence counts up as (1), (2), (3)."""
    before, counted, rest = then.partition(" (1) ")
    if not counted:
        return then, ()
    lead, _, opening = before.rpartition(". ")
    *items, last = re.split(r"; \(\d+\) ", rest)
    last, _, after = last.partition(". ")
    points = Items(tuple(Item(text) for text in (*items, last.rstrip("."))), numbered=True)
    below: tuple[Block, ...] = (points, after) if after else (points,)
    return (lead, (opening, *below)) if lead else (f"{before.rstrip(':')} (listed below)", below)


def _binds(rule: Rule, day: date | None) -> Iterator[Block]:
    """The condition as the rule declares it, what its terms mean, and what takes it away."""
    yield from _opened(_root(rule, day))
    for condition in open_conditions(rule):
        yield from _meanings(condition)
    if rule.unless:
        yield "Unless (a fact that is not told leaves the answer unknown):"
        yield Items(tuple(_tree(c, False, rule, day) for c in rule.unless))
    if rule.lifted_by:
        yield "An official may lift it by signing (not taken as signed unless told):"
        yield Items(
            tuple(Item(f'{d.says} ({d.cites}), told as `determinations = ["{d.key}"]`') for d in rule.lifted_by)
        )


def _root(rule: Rule, day: date | None) -> Item:
    """The condition of a rule, after that of the rule which it follows."""
    own = _tree(rule.when, False, rule, day)
    if rule.follows is None:
        return own
    before = _root(rule.follows, day)
    verb = _VERBS[rule.follows.result]
    first = Item(f"{rule.follows.row} {verb} ({rule.follows.title}), that is, when {before.text}", before.inside)
    if own == Item("always"):
        return first
    return Item(_ALL, (first, *(own.inside if own.text == _ALL else (own,))))


def _opened(root: Item) -> tuple[Block, ...]:
    """A condition as what stands in a section: one sentence, or a sentence and a list."""
    if root == Item("always"):
        return ("Always: no fact of the purchase changes it.",)
    if not root.inside:
        return (_sentence(root.text),)
    return (f"{_upper(root.text)}:", Items(root.inside))


def _scope(rule: Rule) -> Iterator[Item]:
    """At which tier the rule binds, and which day and which text count."""
    yield Item(f"Tier: {_tier(rule)}")
    yield Item(f"Day: {_law_day(rule)}")
    yield from _text_in_use(rule)


def _tier(rule: Rule) -> str:
    if rule.tiers == PRIME:
        return "the prime contract only; in the file of a subcontract (`tier` of 1 or more) the answer is no."
    if rule.tiers == SUBCONTRACT:
        return "a subcontract only (`tier` of 1 or more), by its own lines; for the prime contract the answer is no."
    return "any; the prime contract and a subcontract are judged alike."


def _law_day(rule: Rule) -> str:
    """Which day chooses the text and the amounts, in plain words."""
    own = f"the day of the {_day_word(rule)}"
    if rule.tiers not in (PRIME, SUBCONTRACT):
        own += ", or in the file of a subcontract that of the sub-award (`sub_award_date`),"
    amounts = bool(_amount_names(rule))
    if rule.day == PERFORMANCE:
        kept = f" The amounts stay those of {own.rstrip(',')}." if amounts else ""
        return f"the day asked about (`--day`) chooses the text, for the duty runs through performance.{kept}"
    untold = f" Where it is not told, every day of the {MONTHS_BEFORE_AWARD} months before the award is judged."
    said = f"{own} chooses the text{' and the amounts' if amounts else ''}."
    return said if rule.tiers == SUBCONTRACT else said + untold


def _day_word(rule: Rule) -> str:
    return "sub-award (`sub_award_date`)" if rule.tiers == SUBCONTRACT else "solicitation (`sol_date`)"


def _text_in_use(rule: Rule) -> Iterator[Item]:
    regimes = catalogue.regimes()
    if rule.part is None or rule.part not in regimes.possible_from:
        return
    adopted = sorted((agency, day) for (agency, part), day in regimes.adopted.items() if part == rule.part)
    held = "; ".join(f"{_value(agency)}: {day}" for agency, day in adopted) or "no day is held"
    yield Item(
        f"Text: the overhaul text of FAR part {rule.part} applies from the day on which the agency adopted it ({held}). "
        f"For other agencies that day is not held: from {regimes.possible_from[rule.part]} on both texts are judged, "
        "unless `regime` is told."
    )


def _facts(rule: Rule) -> tuple[tuple[str, ...], ...]:
    found = {fact for condition in open_conditions(rule) for fact in facts_of(condition)}
    if rule.tiers == SUBCONTRACT:
        found.add(f.TIER)
    if rule.lifted_by:
        found.add(f.DETERMINATIONS)
    ordered = sorted(found, key=lambda fact: (fact.of == LINE, fact.order))
    return tuple((f"`{_path(fact)}`", f"{fact.ask} {_sentence(fact.cites)}") for fact in ordered)


def _path(fact: Fact) -> str:
    return f"lines[n].{fact.key}" if fact.of == LINE else fact.key


def _versions(rule: Rule) -> Iterator[Block]:
    yield Grid(
        ("citation", "regime", "stands", "last read", "source and words"), tuple(_version(t) for t in rule.texts), True
    )
    first = min(rule.texts, key=lambda text: text.first)
    if first.begins:
        yield f"The law began on {first.first}: before that day the answer is no."
    else:
        yield f"Before {first.first} no text is held: for those days the answer is unknown."


def _version(text: Text) -> tuple[str, ...]:
    regime = "one text" if set(text.regimes) == set(REGIMES) else ", ".join(_REGIMES[r] for r in text.regimes)
    if text.until is not None:
        stands = f"from {text.first} through {text.until - timedelta(days=1)}; ended {text.until}"
    else:
        stands = f"from {text.first}; no end known"
    ended = text.until is not None and text.until <= text.holds_until
    holds = f"{text.read_on} ({MARKS[text.mark]}){'' if ended else f'; answers through {text.holds_until}'}"
    scheduled = "" if text.changes_on is None else f"; it changes on {text.changes_on}"
    return (text.cites, regime, stands, holds + scheduled, text.source + (f': "{text.quote}"' if text.quote else ""))


def _amount_names(rule: Rule) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for condition in open_conditions(rule) for name in amounts_of(condition)))


def _amount_table(name: str) -> Iterator[Block]:
    amount = catalogue.amounts()[name]
    yield f"{amount.title} (`{name}`; {amount.unit}):"
    yield Grid(
        ("value", "from", "citation", "mark", "source and words"),
        tuple((money(v), f"{v.first}", v.cites, f"{MARKS[v.mark]}; last read {v.read_on}; answers through {_last(v)}",
               f'{v.source}: "{v.quote}"') for v in reversed(amount.versions)),
        True,
    )  # fmt: skip


def _last(version: AmountVersion) -> date:
    """The last day for which this value answers: the day before the next one, or as long as the reading holds."""
    later = [v.first for v in catalogue.amounts()[version.name].versions if v.first > version.first]
    return min(later) - timedelta(days=1) if later else version.holds_until


def _renumbered(rule: Rule) -> tuple[tuple[str, ...], ...]:
    """The rows of the crosswalk that name a section which the codified text of this rule cites."""
    mine = {section for text in rule.texts if text.regimes == (CODIFIED,) for section in _numbers(text.cites)}
    rows = [row for row in crosswalk() if mine & set(_numbers(row.codified))]
    return tuple((row.topic, row.codified, row.overhaul, MARKS[row.mark]) for row in rows)


def _numbers(cites: str) -> list[str]:
    return re.findall(r"\b\d+\.\d+(?:-\d+)?", cites)


# How a card stands on a day


def _state(rule: Rule, day: date) -> tuple[Answer, str]:
    """Whether a rule stands on a day for an agency that is not told, and the text or the reason for it."""
    may_apply = REGIMES[:1] if rule.part is None else catalogue.regimes().on(None, rule.part, day)
    found = [(regime, *rule.in_force(day, regime)) for regime in may_apply]
    answers = {answer for _, answer, _ in found}
    answer = answers.pop() if len(answers) == 1 else Answer.UNKNOWN
    if answer is Answer.YES:
        texts = [_by(rule, regime, text) for regime, _, text in found if text is not None]
        return answer, "; and ".join(texts)
    if answer is Answer.NO:
        ended = [t.until for t in rule.texts if t.until is not None and t.until <= day]
        return answer, f"it ended on {max(ended)}" if ended else f"it begins on {min(t.first for t in rule.texts)}"
    return answer, _why_unknown(rule, day)


def _stands(rule: Rule, day: date) -> str:
    """The same as one sentence."""
    answer, why = _state(rule, day)
    said = {Answer.YES: "it stands", Answer.NO: "it is not in force"}.get(answer, "it cannot be told whether it stands")
    return f"On {day} {said}: {why}."


def _by(rule: Rule, regime: str, text: Text) -> str:
    if rule.part is None:
        return text.cites
    if regime == OVERHAUL:
        return f"{text.cites.replace(' (overhaul text)', '')} in the overhaul text, where the agency has adopted it"
    return f"{text.cites} in the codified text"


def _why_unknown(rule: Rule, day: date) -> str:
    first, last = min(t.first for t in rule.texts), max(t.holds_until for t in rule.texts)
    if day < first:
        return f"no text before {first} is held"
    if day > last:
        return f"the text last read answers through {last}"
    return "the two texts of the FAR differ, or one of them is not held for that day"


# The words of conditions


def _tree(condition: Condition, but: bool, rule: Rule, day: date | None) -> Item:
    """A condition as a point, its parts as points below it; `but` for its opposite."""
    if isinstance(condition, Opposite):
        return _tree(condition.condition, not but, rule, day)
    if isinstance(condition, ByChoice):
        return _tree(_cases(condition, but), False, rule, day)
    if not isinstance(condition, AllOf | AnyOf):
        return Item(_with_amounts(_clause(condition, but), rule, day))
    parts = [_tree(c, but, rule, day) for c in condition.conditions]
    if len(parts) <= 1:
        return parts[0] if parts else Item("never" if but is isinstance(condition, AllOf) else "always")
    word = _ALL if isinstance(condition, AllOf) is not but else _ANY
    return Item(word, tuple(p for part in parts for p in (part.inside if part.text == word else (part,))))


def _cases(condition: ByChoice, but: bool) -> Condition:
    """A condition by choice as one point per branch; its branches leave no value out, so its opposite has the same."""
    branches = [(one_of(condition.fact, *values), part) for values, part in condition.branches]
    return any_of(*(all_of(value, not_(part) if but else part) for value, part in branches))


def _clause(condition: Condition, but: bool) -> str:
    """One condition as a clause; kinds that have no better words here say it themselves."""
    if isinstance(condition, Leaf):
        return _leaf(condition, but)
    if isinstance(condition, OverLines):
        which = "every line is" if condition.every is not but else "at least one line is"
        return f"{which} {_or(_lines(condition.condition, but))}"
    if isinstance(condition, Against) and but:
        word = "not more than" if condition.strict else "less than"
        return f"{condition.number.phrase} is {word} {{{condition.amount}}}"
    return condition.says(but)


def _leaf(leaf: Leaf, but: bool) -> str:
    if leaf.fact.kind == CHOICE:
        word = "is not" if but else "is"
        return f"{leaf.fact.phrase} {word} {_or([_value(v) for v in leaf.fact.values if leaf.test(v)])}"
    said = leaf.says(but)
    if not said.startswith("not: "):
        return said
    plain = said.removeprefix("not: ")
    for verb, opposite in (("is ", "is not "), ("counts ", "does not count ")):
        if plain.startswith(verb):
            return opposite + plain.removeprefix(verb)
    return f"it is not so that {plain}"


def _value(choice: str) -> str:
    return _VALUES.get(choice, choice.replace("_", " "))


def _lines(condition: Condition, but: bool) -> list[str]:
    """Which lines a condition holds for: each way on its own, so that nobody has to untangle brackets."""
    return [_line(way) for way in _ways(condition, but)]


def _ways(condition: Condition, but: bool) -> list[tuple[tuple[Condition, bool], ...]]:
    if isinstance(condition, Named):
        return _ways(condition.condition, but)
    if isinstance(condition, Opposite):
        return _ways(condition.condition, not but)
    if isinstance(condition, ByChoice):
        return _ways(_cases(condition, but), False)
    if not isinstance(condition, AllOf | AnyOf):
        return [((condition, but),)]
    each = [_ways(c, but) for c in condition.conditions]
    if isinstance(condition, AllOf) is not but:
        return [tuple(part for way in ways for part in way) for ways in product(*each)]
    return [way for ways in each for way in ways]


def _line(way: tuple[tuple[Condition, bool], ...]) -> str:
    items = [(c, but) for c, but in way if isinstance(c, Leaf) and c.fact is f.ITEM]
    kinds = [[v for v in f.ITEM.values if bool(c.test(v)) is not but] for c, but in items]
    left = [v for v in f.ITEM.values if all(v in kind for kind in kinds)]
    others = [_clause(c, but) for c, but in way if not (isinstance(c, Leaf) and c.fact is f.ITEM)]
    what = _or([_value(v) for v in left]) if kinds else "a line"
    verbs = [said for said in others if said.split()[0] in ("is", "counts", "does")]
    apart = [said for said in others if said not in verbs]
    return (
        what + (f" that {' and '.join(verbs)}" if verbs else "") + (f", where {' and '.join(apart)}" if apart else "")
    )


def _meanings(condition: Condition) -> Iterator[Block]:
    """The terms that a condition uses, spelled out: which lines count in a sum, and words that stand for lines."""
    seen: set[str] = set()
    for part in _walk(condition):
        if isinstance(part, Total) and part.name not in seen:
            seen.add(part.name)
            yield f"A line counts in {_short(part.phrase)} when it is:"
            yield Items(tuple(Item(line) for line in _lines(part.member, False)))
            yield (f"It may be told as one number, `{part.name}`; where it is not, it is the sum of `{_path(part.fact)}` over "
                   "the lines that count. A line for which this is not known raises the upper end only.")  # fmt: skip
        if isinstance(part, Named) and isinstance(part.condition, OverLines) and part.words not in seen:
            seen.add(part.words)
            which = "every line" if part.condition.every else "at least one line"
            yield f'"{_upper(part.words)}" means that {which} is:'
            yield Items(tuple(Item(line) for line in _lines(part.condition.condition, False)))


def _short(phrase: str) -> str:
    """The first words of a phrase, enough to know which number is meant."""
    return "this portion" if phrase.startswith("the portion") else "this value"


def _walk(part: object) -> Iterator[object]:
    yield part
    if isinstance(part, Against):
        yield from _walk(part.number)
    elif isinstance(part, ToldOr):
        yield from _walk(part.otherwise)
    elif isinstance(part, AllOf | AnyOf):
        for inner in part.conditions:
            yield from _walk(inner)
    elif isinstance(part, ByChoice):
        for _, inner in part.branches:
            yield from _walk(inner)
    elif isinstance(part, Opposite | Named):
        yield from _walk(part.condition)


def _with_amounts(clause: str, rule: Rule, day: date | None) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: _amount(found[1], rule, day), clause)


def _amount(name: str, rule: Rule, day: date | None) -> str:
    """The value on the day; without one all values, the newest first."""
    amount = catalogue.amounts()[name]
    if day is not None:
        version = amount.on(day)
        return f"an amount that is not held for {day} (`{name}`)" if version is None else f"{money(version)} (on {day})"
    newest, *older = reversed(amount.versions)
    what = "subcontracts awarded" if rule.tiers == SUBCONTRACT else "solicitations"
    said = [f"{what} from {newest.first}", *(f"{money(v)} from {v.first}" for v in older)]
    return f"{money(newest)} ({'; '.join(said)})"


def money(version: AmountVersion) -> str:
    """The value of an amount as a sentence writes it."""
    if catalogue.amounts()[version.name].unit.startswith("USD"):
        return f"${version.value:,}"
    return f"{version.value:,}"


def _or(words: list[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentence(text: str, upper: bool = True) -> str:
    text = _upper(text) if upper else text
    return text if text.endswith((".", ":", "?", '."')) else f"{text}."


# The index

_HOW = "One card: buyfair rules ID, with --day DAY as the law stands on a day. " + NOT_ADVICE


def _counted(day: date | None) -> str:
    rules, notes = catalogue.rules(), catalogue.notes()
    if day is None:
        return f"{len(rules)} rules by step, then who owes them; {len(notes)} notes, which bind nobody by themselves."
    answers = [_state(rule, day)[0] for rule in rules]
    stand, ended, open_ = (answers.count(answer) for answer in (Answer.YES, Answer.NO, Answer.UNKNOWN))
    return f"{len(rules)} rules: {stand} stand on this day, {ended} not in force, {open_} cannot be told."


def _index(day: date | None) -> Iterator[Section]:
    """The index by step, by who owes, then notes; on a day only what stands on it, and apart from it the rest and why."""
    shown = [r for r in catalogue.rules() if day is None or _state(r, day)[0] is Answer.YES]
    for step in STEPS:
        if mine := [r for r in shown if r.step == step]:
            yield Section(
                _STEPS[step], (Grid(("card", "kind", "title", "who owes"), tuple(_index_row(r) for r in mine)),)
            )
    if shown:
        parties = tuple((_upper(party), ", ".join(r.row for r in mine)) for party, mine in _by_party(shown))
        yield Section("Who owes", (Grid(("who", "cards"), parties),))
    if day is not None:
        yield from _rest(day)
    notes = tuple((n.row, NOTE, n.title, "nobody") for n in catalogue.notes())
    yield Section("Notes", (Grid(("card", "kind", "title", "who owes"), notes),))


def _index_row(rule: Rule) -> tuple[str, ...]:
    return (rule.row, rule.result, rule.title, _owed_by(rule))


def _rest(day: date) -> Iterator[Section]:
    for title, answer in (("Not in force on this day", Answer.NO), ("Cannot be told for this day", Answer.UNKNOWN)):
        rest = [(r, _state(r, day)) for r in catalogue.rules()]
        if mine := tuple((r.row, r.title, _upper(why)) for r, (found, why) in rest if found is answer):
            yield Section(title, (Grid(("card", "title", "why"), mine),))


def _by_party(rules: Iterable[Rule]) -> Iterator[tuple[str, list[Rule]]]:
    """The rules by each party that they name; a rule that names several stands with each."""
    rules = list(rules)
    found = {party: [r for r in rules if re.search(said, r.owed_by)] for party, said in _PARTIES.items()}
    named = {r.row for mine in found.values() for r in mine}
    found[_OTHERS] = [r for r in rules if r.row not in named]
    return ((party, mine) for party, mine in found.items() if mine)


# As a page


def _page(card: Card) -> str:
    link = _linking(card.row)
    lines = [
        f"# {card.title}",
        "",
        " ".join(card.about),
        "",
        f"**{link(card.lead)}**",
        "",
        *_marked(card.below, link),
    ]
    for section in card.sections:
        lines += [f"## {section.title}", "", *_marked(section.blocks, link)]
    return "\n".join([*lines, NOT_ADVICE]) + "\n"


def _index_page() -> str:
    lines = ["# Cards of the rules", "", _counted(None), ""]
    for section in _index(None):
        lines += [f"## {section.title}", "", *_marked(section.blocks, _linking(""))]
    return "\n".join([*lines, NOT_ADVICE]) + "\n"


def _linking(own: str) -> Callable[[str], str]:
    """Makes the rows of other cards that a text names into links."""
    others = {one.row for one in _all()} - {own}
    return lambda text: re.sub(r"\b[A-Z]\w+-\d+\b", lambda m: f"[{m[0]}]({m[0]}.md)" if m[0] in others else m[0], text)


def _marked(blocks: Iterable[Block], link: Callable[[str], str]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, str):
            yield link(block)
        elif isinstance(block, Items):
            yield from _marked_items(block, link, "")
        else:
            yield f"| {' | '.join(block.head)} |"
            yield "|" + "---|" * len(block.head)
            yield from (f"| {' | '.join(link(_cell(cell)) for cell in row)} |" for row in block.rows)
        yield ""


def _marked_items(block: Items, link: Callable[[str], str], indent: str) -> Iterator[str]:
    for number, item in enumerate(block.items, start=1):
        sign = f"{number}. " if block.numbered else "- "
        yield f"{indent}{sign}{link(item.text)}{':' if item.inside else ''}"
        yield from _marked_items(Items(item.inside), link, indent + " " * len(sign))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# In a terminal


def _width(width: int) -> int:
    return max(NARROW, min(WIDE, width))


def _wrapped(text: str, width: int, first: str = "", later: str = "") -> list[str]:
    return wrap(
        text.replace("`", ""), width, initial_indent=first, subsequent_indent=later, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def _indented(blocks: Iterable[Block], width: int) -> Iterator[str]:
    before: Block = ":"
    for block in blocks:
        if not (isinstance(before, str) and before.endswith(":")):
            yield ""
        before = block
        if isinstance(block, str):
            yield from _wrapped(block, width, "  ", "  ")
        elif isinstance(block, Items):
            yield from _listed(block, width, "  ")
        elif block.stacked:
            yield from _stacked(block, width)
        else:
            yield from _side_by_side(block.rows, width)


def _listed(block: Items, width: int, indent: str) -> Iterator[str]:
    for number, item in enumerate(block.items, start=1):
        sign = f"{number:>2}. " if block.numbered else "- "
        yield from _wrapped(f"{item.text}{':' if item.inside else ''}", width, indent + sign, indent + " " * len(sign))
        yield from _listed(Items(item.inside), width, indent + " " * len(sign))


def _stacked(block: Grid, width: int) -> Iterator[str]:
    """A row below another: its first cell, then each other one behind its name."""
    margin = max(len(name) for name in block.head[1:]) + 6
    for row in block.rows:
        yield from _wrapped(row[0], width, "  ", "  ")
        for name, cell in zip(block.head[1:], row[1:], strict=True):
            yield from _wrapped(cell, width, f"    {name}".ljust(margin), " " * margin)


def _side_by_side(rows: tuple[tuple[str, ...], ...], width: int) -> Iterator[str]:
    """Columns: the short ones as wide as they need, the last two (or the last) share what is left."""
    cells = [[cell.replace("`", "") for cell in row] for row in rows]
    fixed = [max(6, *(len(row[n]) for row in cells)) for n in range(max(1, len(rows[0]) - 2))]
    left = width - 2 - sum(n + 2 for n in fixed)
    rest = [left] if len(rows[0]) == 2 else [left * 3 // 5 - 2, left - left * 3 // 5]
    widths = [*fixed, *rest]
    for row in cells:
        for line in zip_longest(*(_wrapped(c, w) for c, w in zip(row, widths, strict=True)), fillvalue=""):
            padded = "  ".join(text.ljust(w) for text, w in zip(line, widths, strict=True))
            yield f"  {padded}".rstrip()
