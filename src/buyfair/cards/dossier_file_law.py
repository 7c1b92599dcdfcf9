"""What the law asks of one award, as a person acts on it: the statement for the file, duties, site visit and calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from buyfair.cards import dossier as said
from buyfair.cards import words
from buyfair.cards.dossier_duties import (
    NOT_KNOWN,
    Duties,
    Duty,
    Untold,
    fact,
    told,
    untold,
    when,
)
from buyfair.cards.dossier_file_parts import Block, Cell, Part, cell, grid, points, say
from buyfair.cards.dossier_on_file import NOT_TOLD, TOLD, OnFile
from buyfair.judge.rule import PERFORM
from buyfair.purchase import vocabulary

Document = Mapping[str, Any]

KINDS = {"bar": "Bar", "duty": "Duty", "alert": "Alert", "advice": "Advice"}
NOT_LEGAL_ADVICE = "Not legal advice: it cites, and the text named decides."
NAMED = 12
"""So many rules that wait for a fact are named; the others are counted, and each names its facts itself."""
NO_FACT = "No fact of the award settles it."
ALL_TOLD = "No fact is open that a rule waits for."


# The statement for the file


def statement(document: Document, held: Duties) -> Part:
    """What a contracting officer must be able to say: what applies, because of which facts, and what is still open."""
    binding = (*held.bars, *held.binding)
    open_ = untold(document, held)
    making = [u for u in open_ if u.looks_at_making]
    waiting = sum(1 for d in (*held.standing, *held.open) if d.answer == "unknown")
    blocks: list[Block] = [say(_applies(binding), "lead")]
    if binding:
        blocks.append(points(_point(d) for d in binding))
    if held.standing:
        blocks.append(say(_standing(document, held)))
    blocks += [say(_to_find_out(making, len(open_) - len(making), waiting), "lead")]
    blocks += _facts(making, "Facts that the rules which look at the making wait for")
    others = [u for u in open_ if not u.looks_at_making]
    blocks += _facts(others, "Facts that other rules wait for", folded=f"{words.many(len(others), 'further fact')} to find out")
    blocks += [say(document["duties_sentence"], "strong"), say(document["duties"]["evidence"]), say(NOT_LEGAL_ADVICE, "note")]
    return Part("statement", "What binds, and what is still to be found out", tuple(blocks))


def _applies(binding: Sequence[Duty]) -> str:
    if not binding:
        return "On the recorded facts no clause, certificate or duty is sure to bind this award beside those of every contract."
    one = len(binding) == 1
    return (f"On the recorded facts {'this clause, certificate or duty binds' if one else 'these '}"
            f"{'' if one else f'{len(binding)} clauses, certificates and duties bind'} this award:")  # fmt: skip


def _point(duty: Duty) -> Cell:
    why = f" Because {duty.because}." if duty.because else ""
    return cell(f"{duty.id} {duty.title}", f"{duty.cites}.{why}", to=("rule", duty.id))


def _standing(document: Document, held: Duties) -> str:
    """How many duties bind every contract, whether it is told that they bind this one, and their names."""
    named = words.listing([f"{d.id} {d.short or d.title}" for d in held.standing])
    return f"{said.duties(document).standing} {'They are' if len(held.standing) > 1 else 'It is'}: {named}."


def _to_find_out(making: Sequence[Untold], others: int, rules: int) -> str:
    """How many facts are open, and for how many rules."""
    if not making and not others:
        return ALL_TOLD
    wait = f"{words.many(rules, 'rule')} {'waits' if rules == 1 else 'wait'} for facts that the record does not tell"
    if not making:
        return f"{wait}; none of them looks at how or where the thing is made."
    first = words.many(len(making), "fact")
    more = f" {words.many(others, 'further fact')} would settle other rules." if others else ""
    return (f"Still to be found out: {first} decide{'s' if len(making) == 1 else ''} whether the rules that look at the making "
            f"bind this award.{more}")  # fmt: skip


def _facts(rows: Sequence[Untold], caption: str, folded: str = "") -> list[Block]:
    if not rows:
        return []
    told_where = any(u.held for u in rows)
    head = ("What to find out", *(("Where it may be held",) if told_where else ()), "Rules that wait")
    return [grid(caption, head, ((cell(u.ask), *((u.held,) if told_where else ()), _waiting(u.waits)) for u in rows),
                 (4, 2, 2) if told_where else (5, 3), folded=folded)]  # fmt: skip


def _waiting(rules: Sequence[str]) -> str:
    more = len(rules) - NAMED
    return ", ".join(rules) if more <= 1 else f"{', '.join(rules[:NAMED])} and {more} more"


# The duties


_HEAD = ("Duty", "Why it binds", "Owed by and due", "On file")
_HEAD_OPEN = ("Duty, if it binds", "Waits for", "Owed by and due", "On file")
_WIDTHS = (8, 6, 5, 2)


def duties(document: Document, held: Duties, on_file: OnFile | None = None) -> Part:
    """Every duty with its reason, who owes it, when it falls due and what is on file."""
    blocks: list[Block] = [say(NOT_TOLD if on_file is None else TOLD, "strong")]
    blocks += _table(held.bars, "Bars: what may not be bought as recorded", _HEAD)
    blocks += _table(held.binding, "Duties that bind", _HEAD)
    making, others = ([d for d in held.open if d.looks_at_making is looks] for looks in (True, False))
    blocks += _table(making, "Cannot be told yet: rules that look at the making", _HEAD_OPEN)
    blocks += _table(others, "Cannot be told yet: other rules", _HEAD_OPEN,
                     f"{words.many(len(others), 'other rule')} that cannot be told yet")  # fmt: skip
    blocks += _table(held.beside, "Alerts and advice that apply; they forbid nothing", _HEAD)
    blocks += _table(held.standing, "Duties of every contract", _HEAD, f"{len(held.standing)} duties of every contract")
    blocks += _table(held.events, "Only if something happens", _HEAD_OPEN,
                     f"{words.many(len(held.events), 'rule')} only if something happens")  # fmt: skip
    if held.free:
        blocks.append(grid("Rules that do not bind this award, and why", ("Rule", "Why not"),
                           ((_named(d), cell(_because(d), *d.beside)) for d in held.free), (3, 4),
                           folded=f"{words.many(len(held.free), 'rule')} that {'does' if len(held.free) == 1 else 'do'} "
                                  "not bind, and why"))  # fmt: skip
    return Part("duties", "Duties: what binds, who owes it, by when", (*blocks, *_told(document)))


def _named(duty: Duty) -> Cell:
    return cell(f"{duty.id} {duty.title}", f"{KINDS[duty.kind]}. {duty.cites}.", to=("rule", duty.id))


def _table(held: Sequence[Duty], caption: str, head: tuple[str, ...], folded: str = "") -> list[Block]:
    if not held:
        return []
    return [grid(caption, head, map(_row, held), _WIDTHS, folded=folded)]


def _row(duty: Duty) -> tuple[Cell, ...]:
    why = cell(_waits(duty), *duty.beside) if duty.answer == "unknown" else cell(_because(duty), *duty.beside)
    return (
        cell(f"{duty.id} {duty.title}", f"{KINDS[duty.kind]}. {duty.cites}.", duty.then, to=("rule", duty.id)), why,
        cell(f"{duty.owed}.", f"{words.sentence_case(duty.text_due)}.", duty.due.says), cell(*duty.on_file),
    )  # fmt: skip


def _waits(duty: Duty) -> str:
    return f"{words.sentence_case('; '.join(duty.waits))}." if duty.waits else NO_FACT


def _because(duty: Duty) -> str:
    return f"{words.sentence_case(duty.because)}." if duty.because else "Whatever the facts are."


def _told(document: Document) -> list[Block]:
    rows = [(_fact(f), told(_path(f["fact"]), f["value"]), cell(_how(f), f["caution"])) for f in document["duties"]["facts"]]
    if not rows:
        return [say("The award record tells the law no fact.")]
    return [grid("What the record tells the law, and by what", ("Fact", "Told", "What of the record stands for it"), rows,
                 (2, 2, 5), folded=f"{words.many(len(rows), 'fact')} that the record tells the law")]  # fmt: skip


def _path(key: str) -> str:
    return key if vocabulary().fact(key) is not None else f"lines[1].{key}"


def _fact(row: Document) -> str:
    of = vocabulary().fact(_path(row["fact"]))
    return row["fact"] if of is None else words.sentence_case(of.phrase)


def _how(row: Document) -> str:
    stands = row["stands"] or "follows from the other facts"
    return f"{'By a proxy: ' if row['how'] == 'proxy' else ''}{stands}."


# On a site visit


def visit(document: Document, held: Duties, day: date) -> Part:
    """What a representative looks for where the work is done, in the words of the rules that run through performance."""
    running = [d for d in (*held.binding, *held.standing, *held.open) if _runs(d) and d.kind == "duty"]
    blocks: list[Block] = [
        say(this_month(document, held, day), "strong"),
        say("What shows that a duty is kept, and what would be a sign to follow up. A sign is a reason to ask and no finding."),
    ]
    bound = [d for d in running if d.answer == "yes"]
    waiting = [d for d in running if d.answer == "unknown"]
    blocks += _looked_for(bound, "Binds now: look for these")
    blocks += _looked_for(waiting, "May bind, once open facts are told: look for these too",
                          f"{words.many(len(waiting), 'duty', 'duties')} that may bind, once open facts are told")  # fmt: skip
    if not running:
        blocks.append(say("No duty that runs through performance binds or may bind on what is recorded."))
    return Part("visit", "On a site visit, look for", tuple(blocks))


def _looked_for(held: Sequence[Duty], caption: str, folded: str = "") -> list[Block]:
    if not held:
        return []
    rows = ((cell(f"{d.id} {d.title}", to=("rule", d.id)), d.evidence, d.unmet) for d in held)
    return [grid(caption, ("Duty", "What shows that it is kept", "Signs to follow up"), rows, (2, 3, 3), folded=folded)]


# The calendar


def calendar(document: Document, held: Duties, day: date) -> Part:
    """Every day that recorded facts tell, and what has none; as seen from the day on which it is asked."""
    rows = [(d, what, how) for d, what, how in days(document, held)]
    rows.sort(key=lambda row: row[0])
    blocks: list[Block] = [say(this_month(document, held, day), "strong")]
    blocks.append(grid(f"Days on record, as seen from {words.long_day(day.isoformat())}", ("Day", "What", "Seen from that day"),
                       ((words.long_day(d), cell(what, how), when(d, day)) for d, what, how in rows), (2, 6, 2)))  # fmt: skip
    dayless = [d for d in (*held.binding, *held.open) if d.due.says.startswith(NOT_KNOWN)]
    if dayless:
        blocks.append(grid("Duties whose day is not known, and why", ("Duty", "Why its day is not known"),
                           ((cell(f"{d.id} {d.title}", to=("rule", d.id)), d.due.says) for d in dayless), (4, 5),
                           folded=f"{words.many(len(dayless), 'duty', 'duties')} whose day is not known"))  # fmt: skip
    return Part("calendar", "Calendar", tuple(blocks))


def this_month(document: Document, held: Duties, day: date) -> str:
    """What falls due in the month of a day, and how much has no day."""
    month = day.isoformat()[:7]
    due = [(d, what) for d, what, _ in days(document, held) if d[:7] == month]
    named = "; ".join(f"{what[:1].lower()}{what[1:]} on {words.long_day(d)}" for d, what in sorted(due))
    name = words.month(month)
    none = sum(1 for d in (*held.binding, *held.open) if _runs(d) and d.due.says.startswith(NOT_KNOWN))
    first = f"In {name}: {named}." if due else f"Nothing on record falls in {name}."
    if not none:
        return first
    they = "it" if none == 1 else "they"
    return f"{first} The day of {words.many(none, 'duty', 'duties')} is not known, so {they} may fall due too."


BINDS = {"unknown": "If it binds, which cannot be told yet. ", "no": "By this record it does not bind. "}
"""What a calendar says before the day of a duty that does not surely bind."""


def _runs(duty: Duty) -> bool:
    """Whether it can still fall due: what belongs into the solicitation or before the award was due by then."""
    return duty.step == PERFORM


def days(document: Document, held: Duties) -> Iterator[tuple[str, str, str]]:
    """Each day on record: the day, what falls on it, and how it is known or what it means."""
    award, periods = document["award"], document["periods"]
    made = "Award made" if award["parent_piid"] is None else "Contract of this order awarded"
    for key, what in (("sol_date", "Solicitation issued"), ("award_date", made)):
        found = fact(document, key)
        if found is not None:
            yield found, what, ""
    yield award["first_action"], "First action in these files", ""
    if award["last_action"] != award["first_action"]:
        yield award["last_action"], "Last action in these files", ""
    if document["decision"] is not None:
        title, means = words.DECISIONS[document["decision"]["what"]]
        yield document["decision"]["day"], f"Decision: {title[:1].lower()}{title[1:]}", means
    for key, what in (("end_date", "Performance ends"), ("potential_end_date", "Performance ends with all options"),
                      ("ordering_period_end", "Last day to order")):  # fmt: skip
        if periods[key] is not None:
            yield periods[key], f"{what}, as last recorded", ""
    for d in (*held.binding, *held.open):
        if d.due.day is not None and _runs(d):
            yield d.due.day, f"{d.id} {d.title}", f"{BINDS.get(d.answer, '')}{d.due.says}"
    for d in held.every():
        for noted in d.noted:
            yield noted.day.isoformat(), f"{d.id} {noted.what}", f"{BINDS.get(d.answer, '')}As noted in {noted.where}."

