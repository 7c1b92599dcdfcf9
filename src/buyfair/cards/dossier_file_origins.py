"""What is recorded of the origin of an award's goods, and which action says what against which other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from buyfair.cards import dossier as told
from buyfair.cards import words
from buyfair.cards.dossier_file_parts import Block, Cell, Part, cell, grid, say

Document = Mapping[str, Any]
ORIGIN_INDICATORS = ("origin_contradictions", "origin_changes")
NAMED = 3
"""So many other actions stand beside one by name; all of them have their own row."""
MADE = {"inside": "made in the United States", "outside": "made outside the United States",
        None: "says neither of a manufactured product"}  # fmt: skip
ELEMENTS = ("Origin is FPDS element 9E, place of manufacture is element 9H. Which of two is the slip, if one is, the record "
            "does not tell: ask, and have it mended.")  # fmt: skip
ITSELF = "Itself: one of the two says made in the United States, the other not."


def origins(document: Document, most: int | None) -> Part:
    """What is recorded of the origin, and, where actions stand against each other, each of them with what it says."""
    asked = [i for i in document["indicators"] if i["code"] in ORIGIN_INDICATORS]
    blocks: list[Block] = [
        say(f"{i['title']}: {_answered(i)}", "strong" if i["answer"] == "yes" else "text") for i in asked
    ]
    held: dict[str, list[Document]] = {}
    for x in document["lines"]:
        held.setdefault(told.place(x), []).append(x)
    rows = [(place, f"{len(of):,}", cell(_with_record(of[0]), f"and {len(of) - 1:,} more" if len(of) > 1 else ""))
            for place, of in held.items()]  # fmt: skip
    blocks += _against(document, most)
    blocks.append(grid("Places as recorded, side by side, with the first record of each", ("Recorded place", "Lines", "Record"),
                       rows, (3, 1, 5), (1,)))  # fmt: skip
    return Part("origins", "Origins as recorded, and what contradicts them", tuple(blocks))


def _answered(row: Document) -> str:
    said = "The question does not apply to this award." if row["answer"] is None else row["sentence"]
    return f"{said} {row['caution']}"


def _against(document: Document, most: int | None) -> Iterator[Block]:
    """Each action that stands against itself or another, by day; nothing where none does."""
    of_line = {i: said for said in document["origins"] for i in said["lines"]}
    parties = [x for x in document["lines"] if x["line_id"] in of_line and _is_party(of_line[x["line_id"]])]
    if not parties:
        return
    against = {said["number"]: _otherwise(said, document) for said in document["origins"] if _is_party(said)}
    rows = [_row(x, of_line[x["line_id"]], against) for x in parties[:most]]
    if left := len(parties) - len(rows):
        rows.append((cell(f"{left:,} more"), cell("The copy as plain text holds each of them."), cell("")))
    yield grid("Which action says what of where the goods were made, and what stands against it",
               ("Action", "What it says", "What says otherwise"), rows, (4, 4, 6))  # fmt: skip
    silent = sum(len(said["lines"]) for said in document["origins"] if said["origin"] is None and said["manufacture"] is None)
    idle = sum(x["item"] == "supply" and x["line_id"] not in of_line for x in document["lines"])
    yield say(" ".join((
        ELEMENTS, *([f"Not recorded in either: {words.many(silent, 'action')} on goods."] if silent else []),
        *([f"Left out, as of no dollars: {words.many(idle, 'action')} on goods."] if idle else []),
    )), "note")  # fmt: skip


def _is_party(said: Document) -> bool:
    return bool(said["contradicts_itself"] or said["against"])


def _otherwise(said: Document, document: Document) -> Cell:
    """What stands against a statement: itself, the first others by day, and how many more."""
    of = {i: document["origins"][m] for m in said["against"] for i in document["origins"][m]["lines"]}
    others = [x for x in document["lines"] if x["line_id"] in of]
    named = [f"{_action(x)}: {'; '.join(_says(of[x['line_id']]))}." for x in others[:NAMED]]
    more = [f"And {words.many(len(others) - NAMED, 'more action')} of this table."] if len(others) > NAMED else []
    first, *rest = [*([ITSELF] if said["contradicts_itself"] else []), *named, *more]
    return cell(first, *rest)


def _row(x: Document, said: Document, against: Mapping[int, Cell]) -> tuple[Cell, ...]:
    return cell(_action(x), f"{told.read_from(x['source'])}."), cell(*_sentences(_says(said))), against[said["number"]]


def _sentences(said: Sequence[str]) -> list[str]:
    return [f"{words.sentence_case(each)}." for each in said]


def _says(said: Document) -> tuple[str, str]:
    """The two statements of an action; what it does not record is said to be not recorded."""
    code = said["manufacture"]
    made = "not recorded" if code is None else f"{code}, {MADE[said['made']]}"
    return f"origin {said['origin_name'] or 'not recorded'}", f"place of manufacture {made}"


def _action(line: Document) -> str:
    return f"Modification {line['modification'] or 'not recorded'}, {words.long_day(line['day'])}"


def _with_record(line: Document) -> str:
    modification = line["modification"] or "not recorded"
    return f"{words.long_day(line['day'])}, modification {modification}: {told.read_from(line['source'])}"
