"""The page of contract clauses: each with its editions, the day on which each was first due, and how surely that is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from buyfair.judge.amounts import MARKS
from buyfair.judge.rule import CODIFIED, OVERHAUL, REGIMES
from buyfair.knowledge.clauses import INCORPORATED, KINDS, OVERHAULED, Clause, Dated, Edition, families, family_title

TEXTS = {(CODIFIED,): "codified", (OVERHAUL,): "overhaul", REGIMES: "both"}
HOW_TO_READ = (
    "An edition is due where it was in force on the day of the solicitation; a later one enters a running contract only by "
    "modification. A contract that prints an older one is outdated, one that prints a newer one is not. Where not every "
    "edition was read the answer is unknown, but for an edition that is older than one that was. The overhaul text prints "
    "the words DEVIATION DATE beside what it changed: each agency puts its own date there. The FAR has the date of the clause "
    "printed in every case (52.101(f)), and the word deviation behind it where one is used (52.103(a))."
)


def clauses_page() -> str:
    """Every clause family by family: what it is, where it stands, its editions and those of its alternates."""
    held = families()
    count = sum(len(clauses) for clauses in held.values())
    lines = [
        "# Contract clauses and solicitation provisions",
        "",
        f"{count} clauses and provisions that the rules name, each with the editions that were read.",
        "",
        HOW_TO_READ,
        "",
        *_meanings(),
    ]
    for subject, clauses in held.items():
        lines += ["", f"## {family_title(subject)}"]
        for clause in clauses:
            lines += ["", *_clause(clause)]
    return "\n".join(lines) + "\n"


def _meanings() -> Iterator[str]:
    """The closed lists in words."""
    yield from (f"- {kind}: {says}" for kind, says in KINDS.items())
    yield from (f"- {word}: {says}" for word, says in INCORPORATED.items())
    yield from (f"- {mark}: {says}" for mark, says in MARKS.items())


def _clause(clause: Clause) -> Iterator[str]:
    yield f"### {clause.number} {clause.title}"
    yield ""
    yield f"{_facts(clause)} Rules: {_rows(clause.rows)}. {_whole(clause)}"
    yield ""
    yield from _editions(clause.editions)
    for alternate in clause.alternates:
        yield ""
        rules = f" Rules: {_rows(alternate.rows)}." if alternate.rows else ""
        yield f"**{alternate.name}.**{rules} {_whole(alternate)}"
        yield ""
        yield from _editions(alternate.editions)
    if clause.notes:
        yield ""
        yield from (f"- {note}" for note in clause.notes)


def _facts(clause: Clause) -> str:
    part = "" if clause.part is None else f", FAR part {clause.part}"
    named = f" Earlier title: {'; '.join(clause.former_titles)}." if clause.former_titles else ""
    return (
        f"A {clause.kind}{part}; by {clause.incorporated}. {OVERHAULED[clause.overhaul][0].upper()}"
        f"{OVERHAULED[clause.overhaul][1:]}.{named}"
    )


def _whole(what: Dated) -> str:
    """How far the history reaches."""
    ended = "" if what.ended is None else f" Not used since {what.ended}."
    if not any(CODIFIED in e.regimes for e in what.editions):
        return f"No codified text.{ended}"
    since = what.complete_from
    known = "Its history has gaps." if since is None else f"No edition is known to be missing since {since}."
    return f"{known}{' The first edition is the first there was.' if what.begins else ''}{ended}"


def _rows(rows: Iterable[str]) -> str:
    return ", ".join(f"[{row}]({row}.md)" for row in rows)


def _editions(editions: Iterable[Edition]) -> Iterator[str]:
    yield "| printed | due from | text | by | mark | source |"
    yield "|---|---|---|---|---|---|"
    for e in editions:
        cells = (e.printed, e.first.isoformat(), TEXTS[e.regimes], e.cites, e.mark, e.source)
        yield f"| {' | '.join(cells)} |"
