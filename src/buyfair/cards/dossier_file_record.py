"""What the record tells of one award: the answer, decisions, listings, origins, names, questions, indicators, history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Any

from buyfair.cards import dossier as told
from buyfair.cards import words
from buyfair.cards.dossier_file_parts import Block, Cell, Part, cell, grid, points, say
from buyfair.cards.screened import asked_lists

Document = Mapping[str, Any]

LINES_SHOWN = 300
"""So many actions stand in a copy that is laid out in pages; the plain text and --json hold all."""
ASKED_FIRST = 3
"""So many questions stand open on a page; the others are folded."""
ALERT = "A match is about a good and a place. It is an alert, not a finding; a person decides."
DEPTHS = {"good": "The good itself", "main_material": "Main material", "trace": "In traces"}
THEN = {True: "Listed then", False: "Not listed then", None: "Not known"}
MATCHED, UNTOLD = ("matched",), ("unknown",)
POSSIBLE = ("possible_place_not_recorded", "possible_through_input")
LEVERAGE = ("leverage_over_supplier", "supplier_concentration")


# The answer


def answer(document: Document) -> Part:
    """What it is, from whom, how much, and how exposed: first in one sentence, then what stands beside it."""
    award = document["award"]
    uei = f" (UEI {award['uei']})" if award["uei"] is not None else ""
    return Part("answer", "The answer", (
        say(in_one_sentence(document), "lead"),
        say(f"Supplier: {award['supplier'] or 'not recorded'}{uei}. {document['not_about_supplier']}", "about"),
        say(f"{told.exposure(award)}. {award['sentence']}{told.named_for(document)}"),
        *((say(document["not_safe"], "strong"),) if document["not_safe"] else ()),
        say(f"{told.order(document)} {ALERT}"),
        say(f"Bought by {told.buyer(award)}. {told.under(award)}", "note"),
        *((say(words.SAMPLE_BANNER + ".", "strong"),) if made_up(document) else ()),
    ))  # fmt: skip


def made_up(document: Document) -> bool:
    """Whether the bundled made-up sample is where it comes from."""
    return words.is_sample({"inputs": document["sources"]["inputs"]})


def in_one_sentence(document: Document) -> str:
    """The award, what it bought from whom and for how much, and between which ends its dollars are exposed."""
    award = document["award"]
    supplier = words.clean(award["supplier"] or "a supplier that is not recorded")
    bought = f"{words.sentence_case(told.thing(award))}, bought from {supplier}"
    return f"{bought} for {words.exact_dollars(award['dollars'])} net: {exposed(document)}"


def exposed(document: Document) -> str:
    """Between which ends the dollars of its lines are exposed; what cannot be told counts in the upper end."""
    if document["award"]["exposure"] == "taken_back":
        return "more was taken back than obligated, so no dollars of it are exposed or free."
    low, may, untold = (dollars_of(document, classes) for classes in (MATCHED, POSSIBLE, UNTOLD))
    if not low and not may and not untold:
        return "none of it met a listing at the depth looked, which is not the same as safe."
    why = [f"{words.exact_dollars(may)} possible"] if may else []
    why += [f"{words.exact_dollars(untold)} of which it cannot be told"] if untold else []
    least = f"{words.exact_dollars(low)} of it is exposed for certain" if low else "none of it is exposed for certain"
    if not why:
        return f"{least}, and no more."
    return f"{least}, and at most {words.exact_dollars(low + may + untold)} of it is ({words.listing(why)})."


def dollars_of(document: Document, classes: Sequence[str]) -> Decimal:
    """The net dollars of the lines of some classes of exposure."""
    return sum((words.money(x["dollars"]) for x in document["lines"] if x["exposure"] in classes), Decimal(0))


# Decisions


def decisions(document: Document, day: date) -> Part:
    """What can be decided, by when, and how much weight the buyer has."""
    blocks: list[Block] = [say(told.decision(document), "lead")]
    ahead = document["decision"]
    if ahead is not None:
        blocks.append(say(ahead["sentence"], "note"))
        if ahead["day"] < day.isoformat():
            blocks.append(say(f"As seen from {words.long_day(day.isoformat())} that day has passed: the contract file tells "
                              "what was decided, these award files do not.", "strong"))  # fmt: skip
    weight = [i for i in document["indicators"] if i["code"] in LEVERAGE and i["answer"] is not None]
    if weight:
        blocks.append(points(cell(i["title"], i["sentence"], to=("indicator", i["code"])) for i in weight))
    return Part("decisions", "Decisions ahead, and the weight of the buyer", tuple(blocks))


# What the lists say


_LISTED = (
    "Listed good", "Harm and where it is listed", "Listed on the day of the action", "List and edition", "Lines", "Dollars",
)  # fmt: skip


def exposure(document: Document) -> Part:
    """Each listing that the award met or may meet, with its depth, and whether it was listed then."""
    kinds: dict[tuple[str, str, str], list[Document]] = {}
    for x in document["exposures"]:
        kinds.setdefault((x["level"], x["depth"], x["evidence"]), []).append(x)
    order = sorted(kinds, key=lambda k: (k[0] != "matched", list(DEPTHS).index(k[1]), -_most(kinds[k]), k[2]))
    if not order:
        safe = "" if document["not_safe"] else " That is not the same as safe."
        return Part("exposure", "What the lists say of the good and the place", (say(f"{told.NOTHING_MET}{safe}"),))
    blocks = [_listed(key, kinds[key], first=key is order[0]) for key in order]
    return Part("exposure", "What the lists say of the good and the place", (say(ALERT), *blocks))


def _most(rows: Sequence[Document]) -> Decimal:
    return max(words.money(x["dollars"]) for x in rows)


def _listed(key: tuple[str, str, str], rows: Sequence[Document], *, first: bool) -> Block:
    level, depth, _ = key
    caption = f"{words.class_label(level)}, {DEPTHS[depth].lower()}: {rows[0]['sentence']}"
    if depth == "trace":
        caption = f"{caption} {told.TRACES}"
    folded = "" if first else f"{caption} ({words.many(len(rows), 'listing')})"
    return grid(caption, _LISTED, map(_listing, rows), (5, 6, 3, 5, 1, 3), (4, 5), folded)


def _listing(x: Document) -> tuple[Cell | str, ...]:
    listed = words.listing(x["listed_names"])
    where = listed if x["country"] is None else f"{x['name']} (the recorded origin)"
    also = "" if x["country"] is None or x["listed_names"] == [x["name"]] else f"Listed for {listed}."
    return (
        told.listed_name(x), cell(f"{words.harm_label(x['harm'])}: {where}", also),
        THEN[x["listed_then"]], cell(x["title"] or x["list"], f"Edition {x['edition']}", to=("list", x["list"])),
        f"{x['lines']:,}", words.exact_dollars(x["dollars"]),
    )  # fmt: skip


# Names


def leads(document: Document) -> Part:
    """Names on the award that met a list: both strings side by side, what it would mean and what not."""
    blocks: list[Block] = [say(document["leads_sentence"], "strong" if document["leads"] else "text")]
    for lead in document["leads"]:
        blocks.append(grid(
            f"{told.lead_head(lead)}", ("On the award", "On the list"),
            [(cell(lead["name"]), cell(lead["lead_name"], f"Party: {lead['party']}", to=("list", lead["list"])))], (1, 1),
        ))  # fmt: skip
        days = (("listed_since", "since"), ("listed_until", "until"))
        span = [f"Listed {word} {words.long_day(lead[key])}." for key, word in days if lead[key] is not None]
        blocks.append(points([f"Score {lead['score']}. {lead['why']}", *span, *told.lead_lines(lead)]))
    blocks += [say(sentence, "note") for sentence in asked_lists(document["leads_lists"])]
    return Part("leads", "Names that met a list, for a person to compare", tuple(blocks))


# Questions, reasons, indicators


def questions(document: Document) -> Part | None:
    """What to ask about the good and the place; nothing where nothing may stand behind it."""
    if not document["ask"]:
        return None
    rows = [(f"{n}", cell(q["asks"], q["why"]), q["document"], q["clause"]) for n, q in enumerate(document["ask"], 1)]
    head, widths = ("No.", "Question, and why", "Answered by", "What lets you ask"), (1, 6, 5, 6)
    blocks = [grid("Ask first: each question with the record that answers it, and what lets you ask", head, rows[:ASKED_FIRST],
                   widths)]  # fmt: skip
    if more := rows[ASKED_FIRST:]:
        blocks.append(grid("Then ask", head, more, widths, folded=f"{words.many(len(more), 'more question')}"))
    return Part("ask", "What to ask about the good and the place", tuple(blocks))


def indicators(document: Document) -> Part:
    """Why it stands where it does, and every indicator with its sentence; silence is shown as silence."""
    ranked = document["order"]["rank"] is not None
    rows = [(cell(r["title"], r["sentence"], to=_indicator(r, document)), words.points(r, unit=""))
            for r in document["reasons"]]  # fmt: skip
    caption = "Why it stands there, in points" if ranked else "Its points, which count in no rank"
    total = cell(f"{words.sentence_case(words.points(document['order']))} in all")
    blocks: list[Block] = [
        say("Points as a range: a fact is missing, and the rank counts the upper end: forgetting never lowers an award."),
        grid(caption, ("Reason", "Points"), [*rows, (total, words.points(document["order"], unit=""))], (8, 1), (1,)),
    ]
    for value, name in (("yes", "Spoke"), ("unknown", "Silent, and why"), ("no", "Answered no"), (None, "Does not apply")):
        held = [i for i in document["indicators"] if i["answer"] == value]
        if held:
            caption = f"{name}: {words.many(len(held), 'indicator')}"
            head = ("Indicator", "What it says", "Caution")
            blocks.append(grid(caption, head, map(_reading, held), (3, 5, 4), folded=caption))
    return Part("indicators", "Indicators, and why it stands where it does", tuple(blocks))


def _indicator(row: Document, document: Document) -> tuple[str, str] | None:
    known = any(i["code"] == row["indicator"] for i in document["indicators"])
    return ("indicator", row["indicator"]) if known else None


def _reading(i: Document) -> tuple[Cell, ...]:
    adds = f"A yes adds at most {words.many(i['may_add'], 'point')}." if i["may_add"] else "It adds no points."
    sentence = i["sentence"] if i["answer"] is not None else "The question does not apply to this award."
    return cell(i["title"], i["asks"], to=("indicator", i["code"])), cell(sentence), cell(i["caution"], adds)


# History


def history(document: Document, most: int | None = LINES_SHOWN) -> Part:
    """Every action by day: what it changed, what it came to, what it bought, and the record it was read from."""
    lines = document["lines"]
    sums = list(accumulate(words.money(x["dollars"]) for x in lines))
    kept = range(len(lines)) if most is None else _largest(lines, most)
    rows: list[tuple[Cell | str, ...]] = [_action(lines[n], sums[n]) for n in kept]
    left = [words.money(lines[n]["dollars"]) for n in set(range(len(lines))) - set(kept)]
    if left:
        rows.append((f"{len(left):,} smaller", "", words.exact_dollars(sum(left, Decimal(0))), "",
                     "The copy as plain text holds every action.", "", ""))  # fmt: skip
    rows.append(("Sum", "", words.exact_dollars(document["reconciled"]["dollars"]), "", told.adds_up(document), "", ""))
    head = ("Day", "Modification", "Net dollars", "Net so far", "What was bought, and where", "Class and reason", "Record")
    return Part("history", "History: actions, modifications, net dollars", (
        grid("Every action by day, with its class, why, and the record it was read from", head, rows, (3, 3, 4, 4, 7, 7, 5),
             (2, 3)),
    ))  # fmt: skip


def _largest(lines: Sequence[Document], most: int) -> list[int]:
    by_size = sorted(range(len(lines)), key=lambda n: (-abs(words.money(lines[n]["dollars"])), n))
    return sorted(by_size[:most])


def _action(x: Document, so_far: Decimal) -> tuple[Cell | str, ...]:
    code = told.coded(x) or "No product code recorded"
    good = told.good(x)
    place = told.place(x)
    work = f"Place of performance {x['performance_name']}." if x["performance_name"] and x["item"] == "supply" else ""
    return (
        words.long_day(x["day"]), x["modification"] or "not recorded", words.exact_dollars(x["dollars"]),
        words.exact_dollars(so_far),
        cell(x["description"] or "No description recorded.", f"{code}{f'. {good}' if good else ''}.", f"{place}.", work),
        cell(f"{words.class_label(x['exposure'])}.", x["sentence"]), told.read_from(x["source"]),
    )  # fmt: skip


# What is missing, and where it is from


def missing(document: Document) -> Part:
    """Facts that could change what is said, and what each would settle."""
    rows = [(told.missing(row), f"{words.sentence_case(words.clean(row['settles']))}.") for row in document["not_recorded"]]
    block = (grid("Facts that could change what is said here", ("Not recorded", "It would settle"), rows, (1, 1)) if rows
             else say("Every fact that is asked of a line is recorded on each."))  # fmt: skip
    return Part("missing", "What is not recorded, and what it would settle", (block,))


def sources(document: Document, data_hash: str) -> Part:
    """Files, lists and versions that it rests on."""
    of = document["sources"]
    other = f", beside {words.many(of['other_inputs'], 'more file')} in the same assessment" if of["other_inputs"] else ""
    files = ((i["name"], i["layout"] or "not told", f"{i['lines']:,}", i["sha256"]) for i in of["inputs"])
    lists = ((cell(s["name"], s["publisher"]), s["edition"], words.long_day(s["published"]), words.long_day(s["read"]))
             for s in of["lists"])  # fmt: skip
    differs = (say(told.KNOWLEDGE_DIFFERS, "strong"),) if not document["told_with"]["same"] else ()
    return Part("sources", "Sources", (
        say(told.read_with(document)), *differs,
        say(f"The assessed folder is the one whose manifest has the SHA-256 {data_hash}."),
        grid(f"Award files that its lines were read from{other}", ("File", "Layout", "Its lines", "SHA-256"), files,
             (3, 3, 1, 5), (2,)),
        grid("Public lists that were looked up", ("List", "Edition", "Published", "Read"), lists, (5, 3, 2, 2)),
    ))  # fmt: skip

