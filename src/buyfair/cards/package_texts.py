"""The texts of a package as they stand with what was filled in, and the blanks that are still open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from buyfair.cards import words
from buyfair.knowledge.package import (
    CERTIFICATE,
    CLAUSE,
    CODE,
    FACTOR,
    INSTRUCTION,
    OFFICER,
    PLACE,
    PROVISION,
    REQUIREMENT,
    places,
)

Document = Mapping[str, Any]
AFTER_AWARD = "with the contract, for use after award"
"""The place of a form that nobody sends with an offer."""
SOLICITED = (CLAUSE, PROVISION, CERTIFICATE, INSTRUCTION, FACTOR, REQUIREMENT, CODE)
"""The kinds of items that the solicitation itself carries; the others are for the file, or for the start of the work."""
POINTS_TO_CODE = "The text of the factor is that of the code of conduct in this section."
NUMBER = "number of the solicitation"
"""How a form asks for the number: told once, it stands wherever it is asked for."""
DATED = "the date of your agency's deviation, behind the title of {names}"


def worded(item: Document, document: Document) -> str:
    """The text of an item with every blank that was filled; it points to the factor of the code only where there is one."""
    told = {b["in_text"]: b["filled"] for b in item["fill_ins"] if b.get("in_text") and b["filled"]}
    text = PLACE.sub(lambda found: str(told.get(found[0], found[0])), str(item["text"]))
    if any(i["kind"] == FACTOR and i["id"].startswith("code_") for i in document["items"]):
        return text
    return text.replace(f" {POINTS_TO_CODE}", "")


def solicited(document: Document) -> list[Document]:
    """The items of the package that stand in the solicitation."""
    return [i for i in document["items"] if in_solicitation(i)]


def in_solicitation(item: Document) -> bool:
    """Whether an item stands in the solicitation itself."""
    return item["kind"] in SOLICITED and item["place"] != AFTER_AWARD


def number(document: Document) -> str:
    """The number of the solicitation, where somebody told it."""
    if document.get("number"):
        return str(document["number"])
    every = (*document["items"], *document["open"], *document["later"], *document["apart"])
    return next((b["filled"] for i in every for b in i["fill_ins"] if b["asks"] == NUMBER and b["filled"]), "")


def blanks(items: Iterable[Document]) -> Iterator[str]:
    """What the officer has not filled in yet, each once: the date of a deviation for all its clauses together."""
    held = list(items)
    dated = [i["number"] for i in held if any(b["in_title"] and not b["filled"] for b in i["fill_ins"])]
    if dated:
        yield DATED.format(names=words.listing(dict.fromkeys(dated)))
    for i in held:
        if i["edition"] and not (i["edition"]["own"] or i["edition"]["dated"]):
            yield f"the date of {i['number']}: {i['edition']['why'] or 'it is not known'}"
    for i in held:
        named = f"FAR {i['number']}" if i["number"] else i["title"]
        for b in i["fill_ins"]:
            if b["by"] == OFFICER and not b["filled"] and not b["in_title"]:
                yield f"{named.replace('FAR 252.', 'DFARS 252.')}: {b['asks']}"
        yield from (f"{named}: confirm {place}, which is proposed" for place in _unasked(i))


def _unasked(item: Document) -> list[str]:
    """Places of a text that no blank names, such as a number that is proposed; an offeror fills a form as it stands."""
    if item["number"] or any(b["by"] != OFFICER for b in item["fill_ins"]):
        return []
    return sorted(places(str(item["text"])) - {b.get("in_text") for b in item["fill_ins"]})
