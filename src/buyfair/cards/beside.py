"""What stands beside a rule elsewhere: the clauses that carry it, the code of conduct, the reforms that would change it."""

from __future__ import annotations

from collections.abc import Iterator

from buyfair import catalogue
from buyfair.cards.page import Item, Items, Section
from buyfair.judge.rule import Note, Rule
from buyfair.knowledge.clauses import Clause
from buyfair.knowledge.conduct import clauses as conduct_clauses
from buyfair.knowledge.reforms.reading import Reform


def beside(one: Rule | Note) -> tuple[Section, ...]:
    """The sections that follow a card where its reader can go on; those that have nothing to name are left out."""
    told = (
        ("Clauses and provisions", [_clause(c, one.row) for c in catalogue.clauses().values() if _carries(c, one.row)]),
        ("Clauses of the code of conduct", list(_conduct(one.row))),
        ("Ready reforms in the lab", [f"`{r.name}`: {r.title}" for r in catalogue.reforms() if touches(r, one)]),
    )
    return tuple(Section(title, (Items(tuple(map(Item, said))),)) for title, said in told if said)


def touches(reform: Reform, one: Rule | Note) -> bool:
    """Whether a reform changes this rule: an exception of it, or an amount that it compares with."""
    if one.row in {*(change.rule for change in reform.ignored), *(change.rule for change in reform.exempted)}:
        return True
    return isinstance(one, Rule) and any(a.name in one.compares_with for a in reform.amounts)


def _carries(clause: Clause, row: str) -> bool:
    return row in clause.rows or any(row in a.rows for a in clause.alternates)


def _clause(clause: Clause, row: str) -> str:
    newest = clause.editions[-1]
    alternates = [a.name for a in clause.alternates if row in a.rows]
    said = f"{clause.number} {clause.title}: a {clause.kind}; newest edition held {newest.printed}, due from {newest.first}"
    return f"{said}; {', '.join(alternates)}" if alternates else said


def _conduct(row: str) -> Iterator[str]:
    for clause in conduct_clauses():
        if any(row in hook.rows for hook in clause.law.values()):
            yield f"`{clause.id}`: {clause.title}"
