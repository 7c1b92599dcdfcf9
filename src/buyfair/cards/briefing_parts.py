"""What a risk briefing says, part by part: line by line what lists name, what that means and not, and what to ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from buyfair.cards import words
from buyfair.cards.dossier_file_parts import Block, Part, cell, grid, points, say
from buyfair.cards.package_parts import bought

Document = Mapping[str, Any]
ANSWERS = {
    "yes": "An official list names this good for a place that is told.",
    "unknown": "Whether an official list names what stands behind this line cannot be told yet.",
    "no": "No list held names this good for the places told.",
}


def title(document: Document) -> str:
    """The heading: what is bought."""
    return f"Risk briefing: {bought(document)}"


def parts(document: Document) -> Iterator[Part]:
    """The briefing line by line, then what is held already and what may not be asked."""
    yield Part(
        "answer", "", (say(words.NOT_ABOUT_SUPPLIER, "strong"), say(f"Nothing found is {words.NOT_SAFE}.", "note"))
    )
    for line in document["lines"]:
        what = line["good"] or line["item"] or "not told"
        yield Part(f"line{line['line']}", f"Line {line['line']}: {what}", tuple(_line(line)))
    held = (
        cell(h["paper"], f"Tells {h['tells']}. Where: {h['where']}. {'; '.join(h['cites'])}.")
        for h in document["held_already"]
    )
    yield Part("held", "Read first what the Government already holds", (points(held),))
    limits = (cell(x["title"], x["says"], x["instead"], "; ".join(x["cites"])) for x in document["not_to_ask"])
    yield Part("limits", "What may not be asked, or only in another way", (points(limits),))


def _line(line: Document) -> Iterator[Block]:
    yield say(ANSWERS[line["answer"]], "lead")
    rows = [(cell(x["good"]), x["depth"], x["name"], words.harm_label(x["harm"]), f"{x['title']}, {x['edition']}", x["here"])
            for x in line["listings"] if x["here"] != "no"]  # fmt: skip
    if rows:
        yield grid("What official lists name", ("Good", "Depth", "Country", "Harm", "List and edition", "Told for this line"),
                   rows, (2, 2, 2, 2, 4, 2))  # fmt: skip
    if line["questions"]:
        asked = ((cell(q["asks"]), q["document"], cell(q["why"], q["clause"])) for q in line["questions"])
        yield grid(
            "What to ask", ("Question", "Record that answers it", "Why, and what lets you ask"), asked, (4, 4, 4)
        )
