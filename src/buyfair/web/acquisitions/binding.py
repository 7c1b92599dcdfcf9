"""What binds a planned purchase, sorted as its page shows it: bars, duties by step, what cannot be told, what does not bind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.urls import reverse

from buyfair.cards.duties import EVENTS, question
from buyfair.cards.reasons import OWED, dollars, listed, why
from buyfair.judge.judging import Judged
from buyfair.judge.rule import ADVICE, ALERT, BAR, CODIFIED, DUTY, OVERHAUL, STEPS
from buyfair.judge.seen import LINES
from buyfair.purchase import Duties, cites, law, regime_of, vocabulary
from buyfair.terms.answer import Answer

STEP_WORDS = {"plan": "While planning", "solicit": "With the solicitation", "award": "Before the award",
              "perform": "While it is performed", "close": "At the end"}  # fmt: skip
TEXT_WORDS = {CODIFIED: "the codified text for", OVERHAUL: "the overhaul text for", "unknown": "not told for"}
NAMED = 6
"""So many rules are named where a question says why it is asked."""


@dataclass(frozen=True)
class Binding:
    """The rules in force, each in one place."""

    found: Duties

    def _of(self, answer: Answer, *results: str, standing: bool = False) -> list[Judged]:
        return [j for j in self.found.in_force if j.answer is answer and j.rule.result in results
                and (j.rule.standing and j.rule.result == DUTY) == standing]  # fmt: skip

    @cached_property
    def bars(self) -> list[Judged]:
        """Bars that stand."""
        return self._of(Answer.YES, BAR)

    @cached_property
    def duties(self) -> list[Judged]:
        """Duties that bind this purchase beyond those that bind every contract."""
        return self._of(Answer.YES, DUTY)

    @cached_property
    def alerts(self) -> list[Judged]:
        """What is to be looked at."""
        return self._of(Answer.YES, ALERT)

    @cached_property
    def advice(self) -> list[Judged]:
        """Guidance and exemptions."""
        return self._of(Answer.YES, ADVICE)

    @cached_property
    def standing(self) -> list[Judged]:
        """Duties of every contract."""
        return self._of(Answer.YES, DUTY, standing=True)

    @cached_property
    def unknown(self) -> list[Judged]:
        """Rules of which it cannot be told yet, and a fact of today would decide."""
        return [j for j in self._not_told if not _only_events(j)]

    @cached_property
    def events(self) -> list[Judged]:
        """Rules that bind only if something happens."""
        return [j for j in self._not_told if _only_events(j)]

    @cached_property
    def _not_told(self) -> list[Judged]:
        return [j for j in self.found.in_force if j.answer is Answer.UNKNOWN]

    @cached_property
    def open_bars(self) -> list[Judged]:
        """Bars of which it cannot be told yet whether they stand."""
        return [j for j in self.unknown if j.rule.result == BAR]

    @property
    def turning_on(self) -> dict[str, list[str]]:
        """By bar that is open, the facts that it turns on."""
        return {j.rule.row: sorted(m.path for m in j.missing) for j in self.open_bars}

    @cached_property
    def no(self) -> list[Judged]:
        """Rules that do not bind."""
        return [j for j in self.found.in_force if j.answer is Answer.NO]

    @property
    def answer(self) -> str:
        """The answer in one sentence or two."""
        said = []
        if self.bars:
            said.append(f"{counted(len(self.bars), 'bar')} {_verb(self.bars, 'stands', 'stand')} against this purchase: "
                        "it may not be made as told.")  # fmt: skip
        number = counted(len(self.duties), "duty", "duties") if self.duties else "No duty"
        verb = _verb(self.duties, "binds", "bind") if self.duties else "is known to bind"
        bound = f"{number} {verb} this purchase, beside those that bind whatever is bought"
        still = f"; {counted(len(self.unknown), 'rule')} cannot be decided yet" if self.unknown else "; no rule is open"
        return " ".join([*said, f"{bound}{still}."])

    @property
    def progress(self) -> str:
        """How far the questions have come."""
        settled = len(self.found.in_force) - len(self._not_told)
        return f"{counted(settled, 'rule')} settled, {len(self.unknown)} open."


def sorted_out(found: Duties) -> Binding:
    """The answer for one purchase, sorted."""
    return Binding(found)


def counted(number: int, one: str, several: str = "") -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def _verb(things: Sequence[Any], one: str, several: str) -> str:
    return one if len(things) == 1 else several


def _only_events(j: Judged) -> bool:
    return bool(j.missing) and all(is_event(m.path) for m in j.missing)


def is_event(path: str) -> bool:
    """Whether the fact can only be known once something happened."""
    fact = vocabulary().fact(path)
    return fact is not None and fact.event


def asked(found: Duties) -> list[str]:
    """The facts worth asking today, what settles most first."""
    return [path for path in found.ask_next if not is_event(path)]


def row(j: Judged, found: Duties) -> dict[str, Any]:
    """One rule as the page shows it."""
    owed, due = OWED[j.rule.result]
    return {
        "id": j.rule.row, "title": j.rule.title, "answer": str(j.answer), "kind": j.rule.result,
        "address": reverse("rule", args=[j.rule.row]), "owed": f"{owed} {j.rule.owed_by}", "due": f"{due}: {j.rule.due}",
        "when": j.rule.due, "then": j.rule.then, "why": why(j, found.purchase), "cites": cites(j), "lifts": list(j.lifts),
        "amounts": [f"{amount(a.name, a.value)} from {a.first.isoformat()} ({a.cites})" for a in j.amounts],
        "turns_on": [(m.path, named(found, m.path)) for m in j.missing],
    }  # fmt: skip


def amount(name: str, value: Decimal) -> str:
    """A value of the law as a person reads it."""
    return dollars(value) if law().amounts[name].in_dollars else f"{value:f}"


def named(found: Duties, path: str) -> str:
    """A fact as the question that a person would answer."""
    return question(found, path)


def open_bars(found: Duties) -> list[dict[str, Any]]:
    """Bars of which it cannot be told yet whether they stand, as the page names them."""
    return [row(j, found) for j in sorted_out(found).open_bars]


def by_step(rules: Iterable[Judged], found: Duties) -> list[tuple[str, list[dict[str, Any]]]]:
    """Rules under the step of a purchase at which they ask something, by whom they ask it of."""
    held = sorted(rules, key=lambda j: j.rule.owed_by)
    groups = [(STEP_WORDS[step], [j for j in held if j.rule.step == step]) for step in STEPS]
    return [(words, [row(j, found) for j in few]) for words, few in groups if few]


def by_what_is_missing(
    rules: Iterable[Judged], found: Duties
) -> list[tuple[list[tuple[str, str]], list[dict[str, Any]]]]:
    """Rules that turn on the same facts, together."""
    groups: dict[tuple[str, ...], list[Judged]] = {}
    for j in rules:
        groups.setdefault(tuple(m.path for m in j.missing), []).append(j)
    return [([(p, named(found, p)) for p in paths], [row(j, found) for j in few]) for paths, few in groups.items()]


def by_question(rules: Iterable[Judged], found: Duties) -> list[dict[str, Any]]:
    """Each open question once, with the rules of which it is the first that is open; where a bar hangs on it, before others.

    A rule for whose day no text was read turns on no question: these stand last, under none.
    """
    order = {path: n for n, path in enumerate(found.ask_next)}
    groups: dict[str, list[Judged]] = {}
    for j in sorted(rules, key=lambda j: j.rule.result != BAR):
        first = min((m.path for m in j.missing), key=lambda path: order.get(path, len(order)), default="")
        groups.setdefault(first, []).append(j)
    rows = [
        {"path": path, "asks": named(found, path) if path else "", "may_link": path not in ("", LINES),
         "rules": [{**row(j, found), "further": len(j.missing) - 1} for j in few]} for path, few in groups.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda g: (not g["path"], all(r["kind"] != BAR for r in g["rules"]), order.get(g["path"], 0)))


def texts_in_use(found: Duties) -> str:
    """Which text of the FAR is in use, the parts that share one named together."""
    by_text: dict[str, list[str]] = {}
    for part, text in regime_of(found).items():
        by_text.setdefault(text, []).append(part)
    said = [f"{words} {'part' if len(by_text[text]) == 1 else 'parts'} {listed(by_text[text])}"
            for text, words in TEXT_WORDS.items() if text in by_text]  # fmt: skip
    return f"Texts of the FAR in use: {'; '.join(said)}." if said else ""


def by_reason(rules: Iterable[Judged], found: Duties) -> list[tuple[str, list[dict[str, Any]]]]:
    """Rules that do not bind for the same reason, together."""
    groups: dict[str, list[Judged]] = {}
    for j in rules:
        groups.setdefault(why(j, found.purchase), []).append(j)
    return [(reason, [row(j, found) for j in few]) for reason, few in groups.items()]


def if_it_happens(rules: Iterable[Judged], found: Duties) -> list[tuple[str, list[dict[str, Any]]]]:
    """Rules that wait for something to happen, under what that is."""
    return [(_event(paths), rows) for paths, rows in by_what_is_missing(rules, found)]


def _event(paths: list[tuple[str, str]]) -> str:
    said = EVENTS.get(paths[0][0]) if len(paths) == 1 else None
    return said or f"It turns on these: {' '.join(words for _, words in paths)}"


def hanging(found: Duties, path: str) -> list[Judged]:
    """The open rules that turn on a fact."""
    return [j for j in found.judged if j.answer is Answer.UNKNOWN and path in {m.path for m in j.missing}]
