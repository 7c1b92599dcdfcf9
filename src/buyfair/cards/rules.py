"""The card of each rule and note, as a page and in a terminal: what it asks, of whom, when, and which text says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from difflib import get_close_matches

from buyfair import catalogue
from buyfair.cards.clauses import ALL as _ALL
from buyfair.cards.clauses import meanings, money, path, root, tree, upper, value
from buyfair.cards.page import Block, Card, Grid, Item, Items, Section, as_markdown, as_text
from buyfair.cards.reasons import OWED
from buyfair.judge.amounts import MARKS, AmountVersion
from buyfair.judge.conditions import amounts_of, facts_of, groups_of
from buyfair.judge.facts import LINE
from buyfair.judge.groups import GroupVersion
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
from buyfair.knowledge.proxies import ITSELF, NOWHERE, Stand, stands
from buyfair.knowledge.regimes import crosswalk
from buyfair.terms.answer import Answer
from buyfair.terms.errors import refuse

NOTE = "note"
NOT_ADVICE = "Not legal advice but a citation: the text named decides."
HEADINGS = ("Evidence", "What would show it unmet", "Consequence", "What it does not mean", "Text and versions")
"""The sections that every rule has, after the one that says when it binds."""

LOOKS_AT_MAKING = "Looks at the making: obeying it makes somebody find out how or where the thing is made, or by whom."

RECORDS = "`buyfair assess` judges awards by what their records tell. A fact without a row here is taken as recorded."

_WHEN = {DUTY: "Binds when", BAR: "Forbids when", ALERT: "Raised when", ADVICE: "Applies when"}
_STEPS = dict(zip(STEPS, ("Plan", "Solicit", "Award", "Perform", "Close"), strict=True))
_REGIMES = {CODIFIED: "codified FAR", OVERHAUL: "FAR overhaul text"}
_PARTIES = {
    "contracting officer": r"contracting officer",
    "offeror": r"offeror",
    "contractor": r"\bcontractors?\b",
    "subcontractor": r"\bsubcontractors?\b",
    "employees and agents": r"\bagents\b",
    "the agency and its other officials": r"agenc|inspector|representative|administration|official",
}
_OTHERS = "others named on the card"


# The three doors


def rules_index(day: date | None, width: int) -> str:
    """Every rule and note by step of the lifecycle and by who owes it, as terminal text.

    With a day: what stands on it, what is not in force, and of what that cannot be told.
    """
    title = "Rules and notes" if day is None else f"Rules and notes on {day}"
    return as_text(index_of(title, day), _HOW, width)


def rule_card(row_or_id: str, day: date | None, width: int) -> str:
    """One card as terminal text; with a day, as the law stands on it.

    Raises: InputRefusedError naming the nearest id where there is no such rule or note.
    """
    return as_text(card_of(found_rule(row_or_id), day), NOT_ADVICE, width)


def rule_pages() -> dict[str, str]:
    """The pages of all cards and of their index, by their path below docs/."""
    cards = {"README": index_of("Cards of the rules", None), **{one.row: card_of(one, None) for one in every()}}
    return {f"cards/{name}.md": as_markdown(card, NOT_ADVICE, _linking(card.row)) for name, card in cards.items()}


def every() -> tuple[Rule | Note, ...]:
    """Every rule and note."""
    return (*catalogue.rules(), *catalogue.notes())


def found_rule(given: str) -> Rule | Note:
    """The rule or note of a row or an id, whatever its case.

    Raises: InputRefusedError naming the nearest one.
    """
    known = {name.lower(): one for one in every() for name in (one.id, one.row)}
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


def card_of(one: Rule | Note, day: date | None) -> Card:
    """The card of a rule or a note; with a day, as the law stands on it."""
    return _of_rule(one, day) if isinstance(one, Rule) else _of_note(one)


def _of_rule(rule: Rule, day: date | None) -> Card:
    lead, below = _asked(rule.then)
    owed, due = OWED[rule.result]
    standing = " Standing: no purchase adds or removes it." if rule.standing else ""
    making = f" {LOOKS_AT_MAKING}" if rule.looks_at_making else ""
    about = f"{upper(rule.result)}: {RESULTS[rule.result]}. Step: {rule.step}.{standing}{making} Rule id: `{rule.id}`."
    return Card(
        rule.row,
        f"{rule.row} ({rule.result}): {rule.title}",
        (about,) if day is None else (about, _stands(rule, day)),
        f"{_sentence(lead)} {owed}: {_sentence(_owed_by(rule), capital=False)} {due}: {_sentence(rule.due, capital=False)}",
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
    if judged := _from_records(rule):
        grid = Grid(("fact", "what of an award record stands for it"), judged, True)
        yield Section("Judged from award records", (RECORDS, grid))
    for title, text in zip(HEADINGS, (rule.evidence, rule.unmet, rule.consequence, rule.means_not), strict=False):
        yield Section(title, (_sentence(text),))
    yield Section(HEADINGS[-1], tuple(_versions(rule)))
    if names := _amount_names(rule):
        yield Section("Amounts", tuple(block for name in names for block in amount_table(name)))
    if groups := tuple(group for name in _group_names(rule) for group in _group(name)):
        yield Section("Lists and groups", groups)
    if moved := _renumbered(rule):
        yield Section("Renumbering", (Grid(("topic", "codified FAR", "FAR overhaul text", "mark"), moved, True),))
    if rule.collects:
        yield Section("What the prime collects", (rule.collects,))
    if rule.notes:
        yield Section("Notes", (Items(tuple(Item(note) for note in rule.notes)),))


def _of_note(note: Note) -> Card:
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
    yield from _opened(root(rule, day))
    for text in rule.texts:
        if text.also is not None:
            yield f"By {text.cites} also: {_in_words(tree(text.also, False, rule, day))}."
    yield from meanings(open_conditions(rule), rule, day)
    if rule.unless:
        yield "Unless (a fact that is not told leaves the answer unknown):"
        yield Items(tuple(tree(c, False, rule, day) for c in rule.unless))
    if rule.lifted_by:
        yield "An official may lift it by signing (not taken as signed unless told):"
        yield Items(
            tuple(Item(f'{d.says} ({d.cites}), told as `determinations = ["{d.key}"]`') for d in rule.lifted_by)
        )


def _opened(whole: Item) -> tuple[Block, ...]:
    """A condition as what stands in a section: one sentence, or a sentence and a list."""
    if whole == Item("always"):
        return ("Always: no fact of the purchase changes it.",)
    if not whole.inside:
        return (_sentence(whole.text),)
    return (f"{upper(whole.text)}:", Items(whole.inside))


def _in_words(point: Item) -> str:
    """A condition in one line, its parts in brackets."""
    if not point.inside:
        return point.text
    word = " and " if point.text == _ALL else " or "
    return word.join(f"({_in_words(part)})" if part.inside else part.text for part in point.inside)


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
    if rule.in_clause:
        return (
            f"the clause in the contract is that of {own.rstrip(',')}; the duty runs through performance and is judged for "
            "the day asked about (`--day`)."
        )
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
    if rule.part is None:
        return
    adopted = sorted((agency, day) for (agency, part), day in regimes.adopted.items() if part == rule.part)
    held = "; ".join(f"{value(agency)}: {day}" for agency, day in adopted) or "no day is held"
    yield Item(
        f"Text: the overhaul text of FAR part {rule.part} applies from the day on which the agency adopted it ({held}). "
        f"For other agencies that day is not held: from {regimes.possible(rule.part)} on both texts are judged, "
        "unless `regime` is told."
    )


def _facts(rule: Rule) -> tuple[tuple[str, ...], ...]:
    found = {fact for condition in open_conditions(rule) for fact in facts_of(condition)}
    if rule.tiers == SUBCONTRACT:
        found.add(f.TIER)
    if rule.lifted_by:
        found.add(f.DETERMINATIONS)
    ordered = sorted(found, key=lambda fact: (fact.of == LINE, fact.order))
    return tuple((f"`{path(fact)}`", f"{fact.ask} {_sentence(fact.cites)}") for fact in ordered)


def _from_records(rule: Rule) -> tuple[tuple[str, ...], ...]:
    """Where a portfolio of award records is judged: what stands for each fact that the rule asks, by a proxy or nowhere."""
    asked = {fact.key: fact for condition in open_conditions(rule) for fact in facts_of(condition)}
    held = [(asked[key], stand) for key, stand in stands().items() if key in asked and stand.how != ITSELF]
    return tuple((f"`{path(fact)}`", _stand(stand)) for fact, stand in held)


def _stand(stand: Stand) -> str:
    if stand.how == NOWHERE:
        return f"Nothing: it is not told. {stand.why}"
    return f"A proxy: {stand.stands}. Why: {stand.why} Caution: {stand.caution}"


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


def amount_table(name: str) -> Iterator[Block]:
    """An amount with its history, the newest value first."""
    amount = catalogue.amounts()[name]
    yield f"{amount.title} (`{name}`; {amount.unit}):"
    yield Grid(
        ("value", "from", "citation", "mark", "source and words"),
        tuple((money(v), f"{v.first}", v.cites, f"{MARKS[v.mark]}; last read {v.read_on}; answers through {_last(v)}",
               f'{v.source}: "{v.quote}"') for v in reversed(amount.versions)),
        True,
    )  # fmt: skip


def _group_names(rule: Rule) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for condition in open_conditions(rule) for name in groups_of(condition)))


def _group(name: str) -> Iterator[Block]:
    """Who belongs to a group on its newest day, and what each older version had otherwise."""
    group = catalogue.groups()[name]
    newest, *older = reversed(group.versions)
    yield f"{upper(group.title)} (`{name}`; {group.of}): {newest.cites}; {MARKS[newest.mark]}, last read {newest.read_on}."
    yield Items((Item(f"from {newest.first}: {_members(newest.members, 'none')}"),
                 *((Item(f"perhaps, too wide to tell: {_members(newest.perhaps, 'none')}"),) if newest.perhaps else ()),
                 *(Item(f"from {v.first}: {_changed(v, after)}") for v, after in zip(older, (newest, *older), strict=False))))


def _changed(version: GroupVersion, after: GroupVersion) -> str:
    more, less = version.members - after.members, after.members - version.members
    said = [f"also {_members(more, '')}"] if more else []
    said += [f"without {_members(less, '')}"] if less else []
    return "; ".join(said) or "the same"


def _members(names: Iterable[str], none: str) -> str:
    found = sorted(names)
    if len(found) > MEMBERS_NAMED:
        return f"{', '.join(found[:MEMBERS_NAMED])} and {len(found) - MEMBERS_NAMED:,} more"
    return ", ".join(found) or none


MEMBERS_NAMED = 60


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


def state(rule: Rule, day: date) -> tuple[Answer, str]:
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
    answer, why = state(rule, day)
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


def _sentence(text: str, capital: bool = True) -> str:
    text = upper(text) if capital else text
    return text if text.endswith((".", ":", "?", '."')) else f"{text}."


# The index

_HOW = "One card: buyfair rules ID, with --day DAY as the law stands on a day. " + NOT_ADVICE


def _counted(day: date | None) -> str:
    rules, notes = catalogue.rules(), catalogue.notes()
    if day is None:
        return f"{len(rules)} rules by step, then who owes them; {len(notes)} notes, which bind nobody by themselves."
    answers = [state(rule, day)[0] for rule in rules]
    stand, ended, open_ = (answers.count(answer) for answer in (Answer.YES, Answer.NO, Answer.UNKNOWN))
    return f"{len(rules)} rules: {stand} stand on this day, {ended} not in force, {open_} cannot be told."


def index_of(title: str, day: date | None) -> Card:
    """Every rule and note; with a day, what stands on it and why the rest does not."""
    return Card("", title, (_counted(day),), "", (), tuple(_index(day)))


def _index(day: date | None) -> Iterator[Section]:
    """The index by step, by who owes, then notes; on a day only what stands on it, and apart from it the rest and why."""
    shown = [r for r in catalogue.rules() if day is None or state(r, day)[0] is Answer.YES]
    for step in STEPS:
        if mine := [r for r in shown if r.step == step]:
            yield Section(
                _STEPS[step], (Grid(("card", "kind", "title", "who owes"), tuple(_index_row(r) for r in mine)),)
            )
    if shown:
        parties = tuple((upper(party), ", ".join(r.row for r in mine)) for party, mine in _by_party(shown))
        yield Section("Who owes", (Grid(("who", "cards"), parties),))
    if day is not None:
        yield from _rest(day)
    notes = tuple((n.row, NOTE, n.title, "nobody") for n in catalogue.notes())
    yield Section("Notes", (Grid(("card", "kind", "title", "who owes"), notes),))


def answers_on(day: date) -> Section:
    """Each rule with its answer for a day and the text or the reason that gives it."""
    told = ((rule, *state(rule, day)) for rule in catalogue.rules())
    rows = tuple((rule.row, rule.title, answer.value, upper(why)) for rule, answer, why in told)
    return Section(f"Each rule on {day}", (Grid(("card", "title", "in force", "by which text, or why not"), rows, True),))


def _index_row(rule: Rule) -> tuple[str, ...]:
    return (rule.row, rule.result, rule.title, _owed_by(rule))


def _rest(day: date) -> Iterator[Section]:
    for title, answer in (("Not in force on this day", Answer.NO), ("Cannot be told for this day", Answer.UNKNOWN)):
        rest = [(r, state(r, day)) for r in catalogue.rules()]
        if mine := tuple((r.row, r.title, upper(why)) for r, (found, why) in rest if found is answer):
            yield Section(title, (Grid(("card", "title", "why"), mine),))


def _by_party(rules: Iterable[Rule]) -> Iterator[tuple[str, list[Rule]]]:
    """The rules by each party that they name; a rule that names several stands with each."""
    rules = list(rules)
    found = {party: [r for r in rules if re.search(said, r.owed_by)] for party, said in _PARTIES.items()}
    named = {r.row for mine in found.values() for r in mine}
    found[_OTHERS] = [r for r in rules if r.row not in named]
    return ((party, mine) for party, mine in found.items() if mine)


def _linking(own: str) -> Callable[[str], str]:
    """Makes the rows of other cards that a text names into links."""
    others = {one.row for one in every()} - {own}
    return lambda text: re.sub(r"\b[A-Z]\w+-\d+\b", lambda m: f"[{m[0]}]({m[0]}.md)" if m[0] in others else m[0], text)
