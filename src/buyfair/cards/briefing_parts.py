"""What a risk briefing says, part by part: line by line what lists name, what that means and not, and what to ask."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from buyfair.cards import words
from buyfair.cards.dossier_file_parts import Block, Cell, Part, cell, grid, points, say
from buyfair.cards.package_parts import CHECK, cited, days, titled
from buyfair.knowledge.countries import countries
from buyfair.package_document import good_in_words
from buyfair.purchase import vocabulary

Document = Mapping[str, Any]
ANSWERS = {
    "yes": "An official list names this good, or the wider good that it is one of, for a place that is told.",
    "unknown": "It cannot be told yet whether an official list names what stands behind this line.",
    "no": "No list held names this good, or what it is mainly made of, for the places told.",
}
SERVICE = "Lists of goods do not name services: what counts is who does the work, where they come from and who recruited them."
DEPTHS = {"good": "the thing itself", "main_material": "a main material", "trace": "a trace in it"}
RELATIONS = {"kind": "a kind of it", "wider": "the wider good that it is one of"}
THROUGH = "named through an input: for what it is made of, not for its own making"
OWN_ROWS = "What official lists name: the thing itself, what it is one of, and its kinds"
INPUT_ROWS = "What official lists name of what it is made of ({n} rows)"
ALERT = "A listing is an alert and no finding: it is a reason to ask."
DEPTH_MEANS = (
    "A listing of a material does not speak of the place where the thing was last made: ask where the material is from."
)
OF_MAKERS = ("workforce.", "sec_registrant", "conflict_minerals", "xinjiang_labor", "xinjiang_input", "forced_labor")
"""Facts that only the firm can tell, by how their paths begin or end."""
NINE = (
    "Nine addressees at most: the same questions to ten or more persons outside the government within twelve months need an "
    "OMB control number (44 USC 3502(3), 3512)."
)
SHEET_MEANS = (
    "The letter to vendors is a paper of its own. It holds as few questions as the value and the risk of this purchase need, "
    "and nothing else of this briefing."
)
ON_LETTER = "On the letter"
NONE_YET = "No question follows from what is told of this purchase yet."
PLACES_NAMED, FACTS_NAMED = 8, 12


def title(document: Document) -> str:
    """The heading: what is bought."""
    return f"Risk briefing: {titled(document)}"


def parts(document: Document) -> Iterator[Part]:
    """The briefing: the answer, each line, what is held already, what may not be asked, what stays unknown, the lists."""
    yield _answer(document)
    on_letter = {row["id"] for row in document["sheet"]["ask"]}
    for line in document["lines"]:
        what = words.sentence_case(good_in_words(line["good"] or line["item"] or "not told"))
        yield Part(f"line{line['line']}", f"Line {line['line']}: {what}", tuple(_line(line, on_letter)))
    yield Part("sheet", "The questions for vendors", tuple(_sheet(document)))
    yield Part("held", "Read first what the Government already holds", (points(map(_held, document["held_already"])),))
    yield Part(
        "limits", "What may not be asked, or only in another way", (points(map(_limit, document["not_to_ask"])),)
    )
    if document["unknown"]:
        yield Part("unknown", "What is still unknown, and which rules wait for it", tuple(_unknown(document)))
    yield Part("lists", "What these lists mean, and what they do not", tuple(_lists(document)))


def _answer(document: Document) -> Part:
    return Part("answer", "", (
        say(answer(document), "lead"), say(words.NOT_ABOUT_SUPPLIER, "strong"), say(ALERT), say(days(document)),
        say(f"Where nothing is named: {words.NOT_SAFE}.", "note"), *_control(document),
    ))  # fmt: skip


def _control(document: Document) -> Iterator[Block]:
    """How many may be asked the same: what the case notes of its control number; the command line knows none."""
    told = document.get("control") or {}
    if not told.get("number"):
        yield say(NINE)
        return
    many = told.get("addressees")
    yield say(f"OMB control number {told['number']}.{'' if many is None else f' Noted: {many} addressees.'}")


def answer(document: Document) -> str:
    """How many lines a list names, how many cannot be told."""
    if not document["lines"]:
        return "No line of the purchase is told yet: nothing can be said about its goods and places."
    held = [line["answer"] for line in document["lines"] if not _is_work(line)]
    work = len(document["lines"]) - len(held)
    named, may, free = (held.count(word) for word in ("yes", "unknown", "no"))
    said = [
        f"{words.many(named, 'line')} {'is' if named == 1 else 'are'} of a good that an official list names for its place"
        if named else "no line is of a good that an official list names for its place" if held else "",
        f"{words.many(may, 'line')} cannot be told yet" if may else "",
        f"of {words.many(free, 'line')} nothing was found" if free else "",
        f"{words.many(work, 'line')} {'is' if work == 1 else 'are'} work, which no list of goods names" if work else "",
    ]  # fmt: skip
    return words.sentence_case("; ".join(s for s in said if s)) + "."


def _is_work(line: Document) -> bool:
    return line["item"] not in (None, "supply") and line["good"] is None


def _line(line: Document, on_letter: Collection[str] = ()) -> Iterator[Block]:
    yield say(SERVICE if _is_work(line) else ANSWERS[line["answer"]], "lead")
    yield say(places(line))
    if line["inputs"]:
        made = words.listing(f"{i['good']} ({DEPTHS[i['depth']]})" for i in line["inputs"])
        yield say(f"Made from: {made}.")
    if family(line):
        yield say(family(line))
    own, behind = own_rows(line), [x for x in line["listings"] if x["relation"] == "input"]
    for caption, held in ((OWN_ROWS, own), (INPUT_ROWS.format(n=len(list(_rows(behind)))), behind)):
        if held:
            yield grid(caption, ("What", "Countries named", "Harm, list and edition", "Told for this line"),
                       _rows(held), (3, 4, 4, 3))  # fmt: skip
    if line["listings"]:
        yield say(f"{words.NOT_ABOUT_SUPPLIER} {DEPTH_MEANS}", "note")
    if line["questions"]:
        head = ("Question, and whom it is about", "The record that answers it", "Why, and what lets you ask", "Tells")
        yield grid("What to ask", head, (_question(q, q["id"] in on_letter) for q in line["questions"]), (4, 4, 4, 2))


def places(line: Document) -> str:
    """Where it is from, as far as it is told, and where it may be from by the lists."""
    told = words.listing(p["name"] for p in line["places"])
    possible = line["possible_places"]
    named = f"{words.listing(possible[:PLACES_NAMED])}{' and others' if len(possible) > PLACES_NAMED else ''}"
    may = f" Lists name this good for {named}: it may be from there." if possible else ""
    if line["item"] not in (None, "supply"):
        return f"Place told: {told}." if told else "The country of the work is not told."
    if not told:
        return f"The country is not told.{may}"
    return (
        f"Told as made in: {told}." if line["places_closed"] else f"Told as made in {told}, and perhaps elsewhere.{may}"
    )


def near(listing: Document) -> str:
    """How near a listing is to what is bought, and whether the harm is in what the listed good is made of."""
    said = RELATIONS.get(listing["relation"]) or DEPTHS.get(listing["depth"]) or str(listing["depth"])
    return f"{said}, {THROUGH}" if listing["through_input"] else said


def family(line: Document) -> str:
    """What a good is a kind of and what it covers, where the lists know both."""
    above, below = words.listing(line["wider"]), words.listing(line["kinds"])
    kinds, good = "kinds" if len(line["kinds"]) > 1 else "a kind", words.sentence_case(good_in_words(line["good"] or ""))
    said = [
        f"{good}: taken as a kind of {above} too, so that what lists name of {above} stands here as well." if above else "",
        f"Lists also name {below}, {kinds} of it: tell the narrower good if it is one." if below else "",
    ]
    return " ".join(s for s in said if s)


def own_rows(line: Document) -> list[Document]:
    """The listings of the thing itself, of what it is one of and of its kinds; those of its inputs come after."""
    return [x for x in line["listings"] if x["relation"] != "input"]


def _rows(listings: Sequence[Document]) -> Iterator[tuple[Cell, ...]]:
    """One row per good, harm and list; what is told first."""
    groups: dict[tuple[object, ...], list[Document]] = {}
    for x in listings:
        key = (x["good"], near(x), x["harm"], x["title"], x["edition"])
        groups.setdefault(key, []).append(x)
    ordered = sorted(groups.items(), key=lambda told: all(x["here"] != "yes" for x in told[1]))
    for (good, how, harm, name, edition), held in ordered:
        here = [x["name"] for x in held if x["here"] == "yes"]
        others = [x["name"] for x in held if x["here"] != "yes"]
        days = _days([x for x in held if x["here"] == "yes"] or held, bool(here))
        yield (cell(words.sentence_case(str(good)), words.sentence_case(str(how))), _countries(here, others),
               cell(words.harm_label(str(harm)), f"{name}, {edition}.", days), _told(here, held))  # fmt: skip


def since(listing: Document) -> str:
    """The day since which it is listed; it may have been before the first edition that is held."""
    return f"{listing['listed_from']}{' or before' if listing['perhaps_before'] else ''}"


def _days(held: Sequence[Document], told: bool) -> str:
    """Since when a list names each place that is told; of places that are not, since when the first."""
    days = {x["name"]: since(x) for x in held}
    if len(set(days.values())) == 1:
        return f"Since {min(days.values())}."
    if told:
        return f"{words.sentence_case(words.listing(f'{name} since {day}' for name, day in days.items()))}."
    return f"The first of them since {min(days.values())}."


def _countries(here: Sequence[str], others: Sequence[str]) -> Cell:
    shown = words.listing(
        [*others[:PLACES_NAMED], *([f"{len(others) - PLACES_NAMED} more"] if len(others) > PLACES_NAMED else [])]
    )
    if here:
        return cell(words.listing(here), f"Also named for {shown}." if others else "")
    return cell(shown)


def _told(here: Sequence[str], held: Sequence[Document]) -> Cell:
    if here:
        then = {x["listed_then"] for x in held if x["here"] == "yes"}
        return cell(
            "Yes" if then == {True} else "Yes; whether it stood there on the day of the solicitation is not known"
        )
    return cell("Not told where it is from" if any(x["here"] == "unknown" for x in held) else "Another place is told")


def only_for(q: Document) -> str:
    """The places that call for a question where not all that are told do."""
    return "" if q["everywhere"] or not q["countries"] else words.listing(countries()[c].name for c in q["countries"])


def lets(q: Document) -> str:
    """The sentences that let one ask; what to check of their citations stands beside these."""
    return str(q["clause"]).replace(" (Recalled, not read.)", "")


def _question(q: Document, on_letter: bool) -> tuple[Cell, ...]:
    settled = [f"{words.sentence_case(_tells(s['phrase']))} ({words.listing(s['rules'][:3])})." for s in q["settles"]]
    recalled = f"{words.sentence_case(CHECK)}." if q["recalled"] else ""
    where = f"Asked for {only_for(q)}." if only_for(q) else ""
    marked = f"{ON_LETTER}." if on_letter else ""
    return (cell(q["asks"], f"About {q['tier']}.", where, marked), cell(q["document"]), cell(q["why"], lets(q), recalled),
            cell(*settled) if settled else cell(""))  # fmt: skip


def _sheet(document: Document) -> Iterator[Block]:
    """How many of the questions above go on the letter to vendors; each of them is marked there."""
    on, more = len(document["sheet"]["ask"]), len(document["sheet"]["more"])
    yield say(f"{SHEET_MEANS} {words.many(on, 'question')} of those above {'goes' if on == 1 else 'go'} on it, each marked "
              f"“{ON_LETTER}”; {more} more may be asked too." if on else NONE_YET)  # fmt: skip


def _tells(phrase: str) -> str:
    """What an answer tells: of a thing its name, of what may be so whether it is."""
    named = re.sub(r" (is|are) told$", "", phrase)
    return named if named != phrase else f"whether {phrase}"


def _held(h: Document) -> Cell:
    return cell(h["paper"], f"Tells {h['tells']}.", f"Where: {h['where']}. {cited(h['cites'], h['mark'])}.")


def _limit(x: Document) -> Cell:
    return cell(x["title"], x["says"], f"Instead: {x['instead']}", f"{cited(x['cites'], x['mark'])}.")


def _unknown(document: Document) -> Iterator[Block]:
    now = [u for u in document["unknown"] if not is_event(u["fact"])]
    rows = ((cell(u["asks"], known(u)), words.listing(u["rules"][:FACTS_NAMED]), _who(document, u["fact"])) for u in now)
    if now:
        yield grid("Each fact with its rules", ("Find out", "Rules that wait", "Who can tell"), rows, (5, 4, 3))
    if len(now) < len(document["unknown"]):
        later = words.sentence_case(words.many(len(document["unknown"]) - len(now), "more fact"))
        yield say(f"{later} can only be known once something happens, after award or in this procurement.", "note")


def is_event(path: str) -> bool:
    """Whether it can only be known once it has happened."""
    of = vocabulary().fact(path)
    return of is not None and of.event


def known(unknown: Document) -> str:
    """What of a fact that is not told this briefing finds itself."""
    if not unknown.get("known"):
        return ""
    return f"Found in this briefing: {words.listing(unknown['known'])}. Look for the others."


def _who(document: Document, fact: str) -> str:
    """Whether a question to the offeror would settle it, or the office knows."""
    asked = any(s["fact"] == fact for line in document["lines"] for q in line["questions"] for s in q["settles"])
    if asked:
        return "The offeror, by a question above"
    return "The offeror, where you ask" if fact.startswith(OF_MAKERS) or fact.endswith(OF_MAKERS) else "The office that buys"


def _lists(document: Document) -> Iterator[Block]:
    named = {x["list"] for line in document["lines"] for x in line["listings"]}
    for card in document["lists"]:
        if card["id"] in named:
            yield say(f"{card['title']}, {card['edition']}", "strong")
            yield say(f"{card['means']} {card['means_not']}")
    if not named:
        yield say(f"No list names a good of these lines, or what it is made of: {words.NOT_SAFE}.")
