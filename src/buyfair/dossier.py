"""One award of an assessed folder with everything that is said of it, why, and from where.

`dossier` gives one document, the same for the terminal, the page and `--json`. Money is text with two decimals, days are
ISO, countries alpha-3; what is not recorded is null. Its keys:

day, versions: the known day and the versions of the assessment; told_with: the versions whose words stand here, and
    `same`, whether knowledge is the same.
award: award_id, piid, parent_piid, parent_agency (code), parent_agency_name, supplier, uei, agency, office, good, sector,
    psc, psc_title, country, name (of the country), place (origin, or performance of services abroad), dollars, exposure,
    exposure_reason,
    met (good, strength, depth, goods, materials, reason, in_largest, largest_strength, psc, psc_title, largest_psc_title,
    country, name: what put it in its class, said of the line that decided), sentence, lines, first_action, last_action;
    those that an award has from its largest line stand as there.
not_about_supplier, not_safe: the sentences that stand beside every firm, and beside what was not found.
order: rank, of, band ([low, high], null beyond the first five hundred), points, points_at_least, spoke, asked.
reasons: indicator, factor, title, sentence, points, at_least; they add up to the points of the order.
indicators: code, title, asks, answer (yes, no, unknown; null where the question does not apply), sentence, caution,
    may_add (the most points that a yes adds).
exposures: number, good, input_good, country, name, listed_countries, listed_names, harm, evidence, sentence, level,
    depth, listed_then (true, false, null: not known), list, title, edition, lines, dollars.
lines: line_id, day, modification, dollars, psc, psc_title, description, origin, origin_name (of goods), performance,
    performance_name, item, sector, good, strength, made_of (the good is what it is made of), exposure, exposure_reason,
    sentence, exposures (their numbers), source {file, member, record}; by day.
origins: number, origin, origin_name, manufacture (FPDS element 9H), made (inside, outside, null), contradicts_itself,
    against (numbers), lines (their ids): what actions on goods say of where they were made, and what stands against it.
reconciled: lines, dollars (their sum), award (the award's dollars).
decision: what, day, days_ahead, sentence, or null; over: day, options_until, certain, sentence, or null where no recorded
    end has passed; periods: end_date, potential_end_date, ordering_period_end.
ask: asks, document, clause, why, of the good and the place.
duties: reach (reached_by_no_duty, undecidable, reached_without_evidence), facts (fact, value, how, stands, caution: what
    the record tells the law), answers (of every rule in force, or perhaps: as buyfair duties gives them, and
    looks_at_making), missing (fact, ask, held: fact, proxy or nowhere), evidence; duties_sentence says the reach in words.
leads: role, name, lead_name, party, list, title, edition, listed_since, listed_until, listed_then (on the day of the
    first action), score, why, list_says, means, means_not, state, decision: listed parties that a name on the award could
    be; leads_sentence says what they are not; leads_lists has the lists that were asked and those that were not.
not_recorded: fact, says, missing, of (lines; null where no award record holds it), settles.
sources: inputs (of its lines: name, sha256, layout, lines), other_inputs (how many more), lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from buyfair import __version__, catalogue
from buyfair.assessed import AGAIN, quoted, shaped, summary_of, whole_tables, written
from buyfair.assessed import stands as is_there
from buyfair.attention import EXPOSED, awards_table, met, over, reasons, sentence
from buyfair.columns.embedded import Embedded
from buyfair.columns.engine import Engine, TableExpression
from buyfair.columns.held import Held, held_in
from buyfair.columns.held_award import award_of
from buyfair.columns.words import all_of_them, numbered, text, total
from buyfair.dossier_origins import statements
from buyfair.feed_facts import purchase_of
from buyfair.judge.batch import as_columns
from buyfair.judge.facts import COUNT, place
from buyfair.judge.judging import judge
from buyfair.knowledge.countries import countries
from buyfair.knowledge.goods import goods
from buyfair.knowledge.proxies import stands
from buyfair.knowledge.psc import title
from buyfair.knowledge.weights import factors
from buyfair.measure.indicator import Row
from buyfair.purchase import entry, law, shown, vocabulary
from buyfair.reach import NO_EVIDENCE_SENTENCE, STATE_SENTENCES, held, question
from buyfair.records.duties import DUTIES, FACTS
from buyfair.records.exposures import EVIDENCE, EXPOSURE_REASONS, EXPOSURES
from buyfair.records.leads import LEADS as LEADS_TABLE
from buyfair.records.lines import LINES
from buyfair.records.table import Table
from buyfair.sheets import service_questions, sheet_questions
from buyfair.terms.answer import Answer
from buyfair.terms.errors import InputRefusedError, refuse
from buyfair.terms.exposure import ABROAD, NO_LISTING, NOT_GOODS, TAKEN_BACK, UNKNOWN
from buyfair.terms.harm import Harm
from buyfair.terms.money import as_text

Document = dict[str, Any]
T = TypeVar("T")

NOT_ABOUT_SUPPLIER = "This is about the good and the place, not about this supplier."
NOT_SAFE = "That no listing was found is not the same as safe: the lists hold what their issuers could document."
LEADS = (
    "A lead is two strings that a person compares: it says nothing about what the firm did, and stands in no figure, "
    "class or rank of this award."
)
NO_LEADS = (
    "No name on this award met a party of the lists that were asked; a list names those that its issuer could identify."
)
NOT_ASKED = "The names on this award were compared with no list of parties."
BACK = "Its net is below zero in these files: more was taken back than obligated, so it stands apart and has no rank."

SUPPLY = "supply"
LISTED_AT_MOST, NEAREST = 5, 3
LONGEST = 120
"""Characters of what was asked for that are looked at, or said again."""
FEW_LINES = 1000
"""So many lines are named one by one, which skips the parts of the file that hold none of them."""


def dossier(folder: Path, asked: str) -> Document:
    """Everything that an assessed folder says of one award, given its id or a PIID that one award alone bears.

    Raises: InputRefusedError for no such folder, a folder of another version, no such award or several.
    """
    held = held_in(folder) if is_there(folder) else None
    summary = _summary(folder) if held is None else _kept_summary(folder.resolve())
    if held is not None and (quick := _quickly(held, folder, _plain(asked)[:LONGEST])) is not None:
        return _document(quick, summary)
    with TemporaryDirectory(prefix="buyfair-") as work:
        engine = Embedded(Path(work))
        try:
            with whole_tables(folder):
                return _document(_found(engine, folder, _plain(asked)), summary)
        finally:
            engine.close()


def _summary(folder: Path) -> Document:
    return summary_of(folder, _tables(), "priority.ranked", "sources")


@lru_cache(maxsize=4)
def _kept_summary(folder: Path) -> Document:
    """The summary of a snapshot, which never changes."""
    return _summary(folder)


def _quickly(held: Held, folder: Path, asked: str) -> _Found | None:
    """The award from what a snapshot holds for reading; None where that holds not this very award."""
    with whole_tables(folder), held.asking() as engine:  # the sentence of a question that took too long passes through
        found = award_of(engine, folder, asked)
    if found is None:
        return None
    if len(found.facts) != 1:
        raise refuse(f"facts.parquet holds {len(found.facts)} rows of this award", "one", AGAIN)
    return _Found(found.row, found.lines, found.exposures, found.numbers, found.facts[0], found.duties, found.leads)


def _plain(asked: str) -> str:
    """What was asked for without blanks around it, or signs that no text holds."""
    return " ".join(asked.encode("utf-8", "replace").decode("utf-8").replace("\0", " ").split())


# What is read


@dataclass(frozen=True, slots=True)
class _Found:
    """One award as written: its row, its lines by day, its exposures by number with the numbers of each line, its duties
    and the facts that the law was told of it."""

    row: Row
    lines: Sequence[Row]
    exposures: Sequence[Row]
    numbers: Mapping[str, Sequence[int]]
    facts: Row
    duties: Sequence[Row]
    leads: Sequence[Row]


def _tables() -> tuple[Table, ...]:
    return awards_table(), LINES, EXPOSURES, FACTS, DUTIES, LEADS_TABLE


def _found(engine: Engine, folder: Path, asked: str) -> _Found:
    awards, lines, met, told, binding, leads = (written(engine, folder, t) for t in _tables())
    row = _award(engine, awards, asked[:LONGEST])
    own = lines.filter(lines.award_id == text(row["award_id"]))
    held = engine.keep("own_lines", shaped(own, LINES))
    shown = engine.rows(held.order_by([held.action_date, held.nth]).drop("nth"))
    ids = [line["line_id"] for line in shown]
    mine = met.filter(met.line_id.isin(ids)) if len(ids) <= FEW_LINES else met.semi_join(held, "line_id")
    numbers = engine.keep("own_exposures", mine.mutate(number=numbered(*(mine[c] for c in _KIND))))
    with_dollars = numbers.join(held.select("line_id", "dollars_obligated"), "line_id")
    kinds = with_dollars.group_by("number", *_KIND).agg(
        lines=with_dollars.count(), dollars=total(with_dollars.dollars_obligated)
    )
    of_lines = numbers.group_by("line_id").agg(numbers=all_of_them(numbers.number, numbers.number.notnull()))
    return _Found(
        row, shown, engine.rows(kinds.order_by("number")),
        {r["line_id"]: r["numbers"] for r in engine.rows(of_lines)},
        *_law(engine, told, binding, row["award_id"]),
        engine.rows(leads.filter(leads.award_id == text(row["award_id"])).order_by("nth").select(*LEADS_TABLE.names())),
    )  # fmt: skip


def _law(engine: Engine, told: TableExpression, binding: TableExpression, award_id: str) -> tuple[Row, Sequence[Row]]:
    """The facts that the law was told of an award, and what it said: the rows as written, in their order."""
    facts = engine.rows(shaped(told.filter(told.award_id == text(award_id)), FACTS).select(*FACTS.names()))
    if len(facts) != 1:
        raise refuse(f"facts.parquet holds {len(facts)} rows of this award", "one", AGAIN)
    mine = binding.filter(binding.award_id == text(award_id)).order_by("nth")
    return facts[0], engine.rows(mine.select(*DUTIES.names()))


_KIND = tuple(name for name in EXPOSURES.names() if name != "line_id")


def _award(engine: Engine, awards: TableExpression, asked: str) -> Row:
    """The one award that is meant. Raises: InputRefusedError where it is none, or several."""
    for meant in (awards.award_id == text(asked), awards.piid.upper() == text(asked.upper())):
        found = engine.rows(shaped(awards.filter(meant).limit(2), awards_table()))
        if len(found) > 1:
            raise _several(engine, awards, meant, asked)
        if found:
            return found[0]
    raise _none(engine, awards, asked)


def _several(engine: Engine, awards: TableExpression, meant: Any, asked: str) -> InputRefusedError:
    held = awards.filter(meant)
    count = engine.rows(held.agg(n=held.count()))[0]["n"]
    return refuse(f"{quoted(asked)} is the PIID of {count:,} awards", "the id of one award",
                  f"name one of them: {_ids(engine, held)}")  # fmt: skip


def _ids(engine: Engine, held: TableExpression) -> str:
    """Up to five ids of awards, those that rank first before others."""
    first = held.order_by([held["rank"].asc(nulls_first=False), held.award_id]).limit(LISTED_AT_MOST)
    return ", ".join(row["award_id"] for row in engine.rows(first.select("award_id")))


def _none(engine: Engine, awards: TableExpression, asked: str) -> InputRefusedError:
    under = awards.filter(awards.parent_piid.upper() == text(asked.upper()))
    count = engine.rows(under.agg(n=under.count()))[0]["n"]
    if count:
        return refuse(f"{quoted(asked)} is the vehicle of {count:,} awards", "the id or PIID of one award",
                      f"name one of them: {_ids(engine, under)}")  # fmt: skip
    a = awards.select("award_id", "piid")
    near = a.mutate(far=a.award_id.levenshtein(text(asked)), piid_far=a.piid.upper().levenshtein(text(asked.upper())))
    near = near.mutate(far=(near.piid_far < near.far).fill_null(False).ifelse(near.piid_far, near.far))
    rows = engine.rows(near.order_by([near.far, near.award_id]).limit(NEAREST).select("award_id"))
    nearest = ", ".join(row["award_id"] for row in rows)
    return refuse(f"{quoted(asked)} is no award of this folder", "an award id, or a PIID that one award alone bears",
                  f"the nearest are {nearest}" if rows else "the folder holds no award")  # fmt: skip


# What is said of it


def _document(found: _Found, summary: Document) -> Document:
    row = found.row
    harmed = {**row, **_harms(found)}
    why = _reasons(harmed)
    now = catalogue.fingerprint()
    periods = ("end_date", "potential_end_date", "ordering_period_end")
    return {
        "day": summary["day"], "versions": summary["versions"],
        "told_with": {"code": __version__, "knowledge": now, "same": summary["versions"]["knowledge"] == now},
        "award": _head(row, found.lines), "not_about_supplier": NOT_ABOUT_SUPPLIER,
        "not_safe": NOT_SAFE if any(x["exposure"] in (NO_LISTING, NOT_GOODS, UNKNOWN) for x in (row, *found.lines)) else None,
        "order": {
            "rank": row["rank"], "of": summary["priority"]["ranked"],
            "band": None if row["band_low"] is None else [row["band_low"], row["band_high"]],
            "points": row["points"], "points_at_least": row["points_at_least"],
            "spoke": row["spoke"], "asked": row["asked"],
        },
        "reasons": why,
        "indicators": _indicators(harmed),
        "exposures": [_exposure(x) for x in found.exposures],
        "lines": [_line(line, found.numbers.get(line["line_id"], ()), found.exposures) for line in found.lines],
        "origins": statements(found.lines),
        "reconciled": {
            "lines": len(found.lines),
            "dollars": as_text(sum((line["dollars_obligated"] for line in found.lines), Decimal(0))),
            "award": as_text(row["dollars"]),
        },
        "decision": _decision(harmed), "over": over(row), "periods": {name: _iso(row[name]) for name in periods},
        "ask": _ask(row),
        "duties": _duties(found, summary), "duties_sentence": STATE_SENTENCES[row["reach"]],
        "leads": [_lead(row) for row in found.leads], "leads_sentence": _leads_sentence(found, summary),
        "leads_lists": summary["leads"],
        "not_recorded": _not_recorded(found),
        "sources": _sources(found, summary),
    }  # fmt: skip


def _leads_sentence(found: _Found, summary: Document) -> str:
    if found.leads:
        return LEADS
    return NO_LEADS if (summary["leads"] or {}).get("lists") else NOT_ASKED


def _lead(row: Row) -> Document:
    """One lead as written, with what a hit on its list means in law and what it does not."""
    card = next(card for card in catalogue.party_cards() if card.id == row["list"])
    kept = ("role", "name", "lead_name", "party", "list", "edition", "listed_then", "score", "why", "list_says", "state",
            "decision")  # fmt: skip
    return {
        **{name: row[name] for name in kept}, "title": card.title, "means": card.means, "means_not": card.means_not,
        "listed_since": _iso(row["listed_since"]), "listed_until": _iso(row["listed_until"]),
    }  # fmt: skip


def _duties(found: _Found, summary: Document) -> Document:
    """What the law says of the award and why. Raises: InputRefusedError where it is not what the assessment wrote."""
    judged = judge(law(), purchase_of(found.facts), date.fromisoformat(summary["day"]))
    said = [(found.row["award_id"], *as_columns(j)) for j in judged if j.answer is not Answer.NO]
    if said != [tuple(row[name] for name in DUTIES.names()) for row in found.duties]:
        raise refuse("the duties of this award were judged by other rules than those of this version",
                     "the answers of this version", AGAIN)  # fmt: skip
    stand = [j for j in judged if j.in_force is not Answer.NO]
    missing = dict.fromkeys(place(m.path)[1] for j in stand if j.rule.looks_at_making for m in j.missing)
    return {
        "reach": found.row["reach"], "facts": list(_told_to_the_law(found.facts)),
        "answers": [entry(j) | {"looks_at_making": j.rule.looks_at_making} for j in stand],
        "missing": [{"fact": key, "ask": question(key), "held": held(key)} for key in missing],
        "evidence": NO_EVIDENCE_SENTENCE,
    }  # fmt: skip


def _told_to_the_law(facts: Row) -> Iterator[Document]:
    """Each fact that the record tells, and what of the record stands for it."""
    purchase = purchase_of(facts)
    line = (purchase.lines or ({},))[0]
    for key, value in [*purchase.told.items(), *line.items()]:
        of = stands().get(key)
        fact = vocabulary().fact(key if key in purchase.told else f"lines[1].{key}")
        counts = fact is not None and fact.kind == COUNT
        yield {"fact": key, "value": shown(value, counts), "how": None if of is None else of.how,
               "stands": None if of is None else of.stands, "caution": None if of is None else of.caution}  # fmt: skip


def _harms(found: _Found) -> dict[str, int | None]:
    """Per harm 0 where it is matched, 1 where it may be, null where none is: main material at most, as for every award."""
    counted = [line for line in found.lines if line["dollars_obligated"] != 0] or found.lines
    numbers = {n for line in counted for n in found.numbers.get(line["line_id"], ())}
    harms: dict[str, int | None] = {f"harm_{h}": None for h in Harm}
    for x in found.exposures:
        if x["depth"] != "trace" and x["number"] in numbers:
            harms[f"harm_{x['harm']}"] = 0 if x["level"] == "matched" or harms[f"harm_{x['harm']}"] == 0 else 1
    return harms


def _reasons(row: Row) -> list[dict[str, Any]]:
    """Why it stands where it does. Raises: InputRefusedError where today's weights are not those it was ranked by."""
    why = reasons(row)
    sums = [sum(r[end] for r in why) for end in ("points", "at_least")]
    if sums != [row["points"], row["points_at_least"]]:
        raise refuse("this award was ranked by other weights or lists than those of this version",
                     "reasons that add up to its points", AGAIN)  # fmt: skip
    return why


def _head(row: Row, lines: Sequence[Row]) -> Document:
    abroad = row["sector"] == ABROAD
    country = row["performance_country"] if abroad else row["origin_country"]
    taken_back = row["exposure"] == TAKEN_BACK
    return {
        **{name: row[name] for name in ("award_id", "piid", "parent_piid")}, "parent_agency": row["parent_agency_code"],
        "parent_agency_name": row["parent_agency"],
        "supplier": row["supplier_name"], "uei": row["supplier_uei"],
        **{name: row[name] for name in ("agency", "office", "good", "sector", "psc")}, "psc_title": _title(row["psc"]),
        "country": country, "name": _name(country), "place": "performance" if abroad else "origin",
        "dollars": as_text(row["dollars"]), "exposure": row["exposure"], "exposure_reason": row["exposure_reason"],
        "met": met(row),
        "sentence": BACK if taken_back else _sentence(EXPOSURE_REASONS[row["exposure_reason"]]),
        "lines": len(lines), "first_action": _iso(row["first_action"]), "last_action": _iso(row["last_action"]),
    }  # fmt: skip


def _indicators(row: Row) -> list[Document]:
    adds = {w.indicator: w.points for f in factors() for w in f.weights}
    return [
        {"code": i.code, "title": i.title, "asks": i.asks, "answer": row[i.code], "sentence": sentence(i, row),
         "caution": i.caution, "may_add": adds.get(i.code, 0)}
        for i in catalogue.indicators()
    ]  # fmt: skip


def _exposure(x: Row) -> Document:
    listed = x["listed_countries"].split("|")
    return {
        **{name: x[name] for name in ("number", "good", "input_good", "country")}, "name": _name(x["country"]),
        "listed_countries": listed, "listed_names": [_name(code) for code in listed],
        **{name: x[name] for name in ("harm", "evidence")}, "sentence": _sentence(EVIDENCE[x["evidence"]]),
        **{name: x[name] for name in ("level", "depth", "listed_then", "list")}, "title": _list_titles().get(x["list"]),
        "edition": x["edition"], "lines": int(x["lines"]), "dollars": as_text(x["dollars"]),
    }  # fmt: skip


def _line(line: Row, numbers: Sequence[int], exposures: Sequence[Row]) -> Document:
    origin = line["origin_country"] if line["item"] == SUPPLY else None  # on a service row it is the place of performance
    return {
        "line_id": line["line_id"], "day": _iso(line["action_date"]), "modification": line["modification"],
        "dollars": as_text(line["dollars_obligated"]), "psc": line["psc"], "psc_title": _title(line["psc"]),
        "description": line["description"], "origin": origin, "origin_name": _name(origin),
        "performance": line["performance_country"], "performance_name": _name(line["performance_country"]),
        **{name: line[name] for name in ("item", "sector", "good", "strength", "exposure", "exposure_reason")},
        "made_of": _made_of(line["good"], [x for x in exposures if x["number"] in numbers]),
        "sentence": _sentence(EXPOSURE_REASONS[line["exposure_reason"]]), "exposures": [int(n) for n in numbers],
        "source": {"file": line["source_file"], "member": line["source_member"], "record": line["source_record"]},
    }  # fmt: skip


def _made_of(good: str | None, exposures: Sequence[Row]) -> bool:
    """Whether the good is what the bought thing is made of, as far as the lists named it."""
    mine = [x for x in exposures if x["good"] == good and x["input_good"] is None]
    return bool(mine) and all(x["evidence"] == "input_listed" for x in mine)


def _decision(row: Row) -> Document | None:
    if row["decision"] is None:
        return None
    told = next(i for i in catalogue.indicators() if i.code == "decision_ahead")
    return {"what": row["decision"], "day": _iso(row["decision_day"]),
            "days_ahead": (row["decision_day"] - row["known_day"]).days, "sentence": sentence(told, row)}  # fmt: skip


def _ask(row: Row) -> list[Document]:
    """What to ask about the good and the place, where something may stand behind it."""
    if row["sector"] == ABROAD:
        asked = service_questions(row["performance_country"])
    elif row["good"] in goods() and row["exposure"] in (*EXPOSED, UNKNOWN):
        asked = sheet_questions(row["good"], row["origin_country"])
    else:
        return []
    return [{"asks": q.asks, "document": q.document, "clause": q.clause, "why": q.why} for q in asked]


@dataclass(frozen=True, slots=True)
class _Fact:
    """A fact of lines: which lines it is asked of, and what it would settle."""

    column: str
    says: str
    settles: str
    asked_of: Callable[[Row], bool] = lambda line: True


def _of_goods(line: Row) -> bool:
    return line["item"] in (None, SUPPLY) and line["exposure"] != NOT_GOODS


_FACTS = (
    _Fact("origin_country", "The country of origin of the goods", "whether a listing of the good is about that very country",
          _of_goods),
    _Fact("psc", "The product or service code", "what was bought, and so which listings can be looked up"),
    _Fact("naics", "The industry code", "whether the product code names the right thing"),
    _Fact("description", "The description", "what was bought, where the code alone holds several things"),
    _Fact("performance_country", "The country of performance", "whether manual work is done abroad",
          lambda line: line["item"] in (None, "service", "construction")),
    _Fact("manufacturer_of_goods", "Whether the supplier makes goods", "how many steps away the maker is", _of_goods),
    _Fact("place_of_manufacture", "The place-of-manufacture code", "whether something contradicts the recorded origin",
          _of_goods),
    _Fact("supplier_uei", "The supplier's unique entity identifier", "which other awards are the same supplier's"),
    _Fact("commercial", "Whether commercial procedures were used", "how much the buyer had to ask"),
    _Fact("extent_competed", "The extent of competition", "whether anybody else was asked"),
    _Fact("offers_received", "The number of offers", "whether there was a choice"),
    _Fact("pricing", "The type of pricing", "whether the price was firm"),
    _Fact("end_date", "The end of performance", "when the next decision falls"),
)  # fmt: skip


def _not_recorded(found: _Found) -> list[Document]:
    """Facts that the lines lack, then those that no award record holds, each with what it would settle."""
    rows = [_missing(fact, found.lines) for fact in _FACTS]
    return [*(row for row in rows if row["missing"]), *_held_nowhere(found)]


def _missing(fact: _Fact, lines: Sequence[Row]) -> Document:
    asked = [line for line in lines if fact.asked_of(line)]
    missing = sum(1 for line in asked if line[fact.column] is None)
    return {"fact": fact.column, "says": fact.says, "missing": missing, "of": len(asked), "settles": fact.settles}


_UNTOLD = {
    "may_be_listed": ("The items bought, one by one", "which of the goods that its code stands for it holds"),
    "mixed": ("The items bought, one by one", "whether a listed good is among the many that its code stands for"),
    "service_may_contain_goods": ("The goods that the service brings with it", "whether a listed good is among them"),
    "not_bridged": ("Which goods stand behind its product code (no table of ours says)", "which listings can be looked up"),
    "words_contradict": ("What it is, since its description denies its product code", "which listings can be looked up"),
    "codes_disagree": ("Which of its product code and its industry code is right", "which listings can be looked up"),
    "origin_us": ("What was done where before the last step, in the United States, where the lists do not look",
                  "whether anything behind it comes from a listed place"),
}  # fmt: skip
"""What would have to be told, by the reason for the class of a line."""


def _held_nowhere(found: _Found) -> Iterator[Document]:
    evidence = {x["evidence"] for x in found.exposures}

    def row(fact: str, says: str, settles: str) -> Document:
        return {"fact": fact, "says": says, "missing": None, "of": None, "settles": settles}

    if "input_listed" in evidence:
        yield row("inputs", "Where the materials come from (no award record holds it)",
                  "whether the listings of its materials are about these goods")
    if "stage_not_recorded" in evidence:
        yield row("harvest", "Where the crop grew or the ore was mined (no award record holds it)",
                  "whether the listing is about this place: a recorded origin is the last step of making")  # fmt: skip
    for reason in dict.fromkeys(line["exposure_reason"] for line in found.lines):
        if reason in _UNTOLD:
            yield row(reason, *_UNTOLD[reason])
    if found.row["subawards"] is None:
        yield row("subawards", "The first-tier sub-awards (no file of them was read)", "who else works on this award")
    if any(_of_goods(line) for line in found.lines):
        yield row("cots", "Whether an item is commercially available off the shelf (no award record holds it)",
                  "whether such items are spared the anti-trafficking plan and certificate")  # fmt: skip


def _sources(found: _Found, summary: Document) -> Document:
    """The files that its lines stand in, and the lists that were looked up."""
    of_file: dict[str, int] = {}
    for line in found.lines:
        of_file[line["source_file"]] = of_file.get(line["source_file"], 0) + 1
    own = [i for i in summary["inputs"] if i["name"] in of_file]
    return {
        "inputs": [{"name": i["name"], "sha256": i["sha256"], "layout": i["layout"], "lines": of_file[i["name"]]} for i in own],
        "other_inputs": len(summary["inputs"]) - len(own),
        "lists": summary["sources"],
    }


@cache
def _list_titles() -> Mapping[str, str]:
    """The title of every list, gathered once: a dossier names one for each exposure."""
    return {card.id: card.title for card in catalogue.cards()}


def _title(code: str | None) -> str | None:
    return None if code is None else title(code)


def _name(code: str | None) -> str | None:
    return countries()[code].name if code in countries() else code


def _iso(day: Any) -> str | None:
    return None if day is None else str(day.isoformat())


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
