"""The page of all questions: what is asked, the record that answers it, what lets the buyer ask and how far that goes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from buyfair.knowledge.questions import (
    AUTHORITIES,
    DEFAULT_DEPTH,
    NOT_RECORDED,
    Authority,
    Question,
    authorities,
    card,
    questions,
)

PLAIN_DEPTHS = {"good": "these goods alone", "main_material": "these, or a main material", "trace": "these, or any input"}


def questions_page() -> str:
    """All questions, file by file, then every authority with its bounds."""
    found = questions()
    lets = authorities().values()
    recalled = sum(a.recalled for a in lets)
    lines = [
        "# Questions to put to a supplier",
        "",
        f"{len(found)} questions, of which a sheet for one good and one country shows five to nine: general ones first, then "
        "those of the good, the country, the harm and the step of making. They are about the good and the place, not about a "
        "supplier; no answer, or a poor one, is no finding. None asks for a worker who spoke: records are asked for all "
        "workers, without names.",
        "",
    ]
    for subject, held in groupby(found, key=lambda q: q.subject):
        lines += [f"## {card(f'{subject}.toml')['title']}", "", *_asked(held), ""]
    c = card(AUTHORITIES)
    lines += [
        f"## {c['title']}",
        "",
        f"Means: {c['means']} Means not: {' '.join(c['means_not'])} Not legal advice: it cites. "
        f"{recalled} of {len(lets)} could not be read and {'is' if recalled == 1 else 'are'} marked as recalled.",
        "",
        *_rows(("id", "in one sentence", "how far it goes", "an answer is owed", "source"), map(_authority, lets)),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _asked(held: Iterable[Question]) -> list[str]:
    head = ("id", "question", "record that answers it", "why", "suits", "may be asked under")
    return _rows(head, ((f"`{q.id}`", q.asks, q.document, q.why, _suits(q), ", ".join(q.authorities)) for q in held))


def _suits(q: Question) -> str:
    """Whom the question suits, in words."""
    said = []
    if q.goods:
        depth = "" if q.through == DEFAULT_DEPTH else f" ({PLAIN_DEPTHS[q.through]})"
        said.append(", ".join(q.goods) + depth)
    said += [", ".join(q.stages)] if q.stages else []
    said += [" or ".join(harm.replace("_", " ") for harm in q.harms)] if q.harms else []
    said += [", ".join(q.countries)] if q.countries else []
    said += ["place not recorded"] if q.places == (NOT_RECORDED,) else []
    return "; ".join(said) or "all"


def _authority(a: Authority) -> tuple[str, ...]:
    mark = " **Recalled, not read.**" if a.recalled else ""
    return a.id, a.clause, a.bounds, a.obliges, f"{a.source}; read {a.read_on}.{mark}"


def _rows(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    written = (" | ".join(cell.replace("|", "\\|") for cell in row) for row in rows)
    return [f"| {' | '.join(head)} |", "|" + "---|" * len(head), *(f"| {row} |" for row in written)]
