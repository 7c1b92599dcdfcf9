"""Makes answers of the policy lab for stories about how they are shown: one full and fictional, and its extremes."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

Answer = dict[str, Any]
Counts = tuple[int, str, int]
"""Awards, dollars, suppliers."""

NONE: Counts = (0, "0.00", 0)
PARTS = ("certain", "possible", "undecidable")
FIRMS = ("Example Optics LLC", "Harbor Lamp & Cable #4, Inc.", "Mesa [Garments] $1 Co.", "North \\ South \"Foods\" @ Pier",
         "Plain Uniform Works", "Quarry_Row *Minerals* Ltd.", "Ridge <Gloves> = Gowns")  # fmt: skip


def bounds(certain: Counts, undecidable: Counts) -> Answer:
    """One B of the answer; possible is what is certain and what cannot be told together."""
    possible = (certain[0] + undecidable[0], str(Decimal(certain[1]) + Decimal(undecidable[1])),
                certain[2] + undecidable[2])  # fmt: skip
    told = dict(zip(PARTS, (certain, possible, undecidable), strict=True))
    return {part: {"awards": a, "dollars": d, "suppliers": s} for part, (a, d, s) in told.items()}


def group(before: Counts, undecided: Counts, gained: Counts, undecided_too: Counts) -> Answer:
    """The four B of one group in which nothing is lost."""
    sums = [(x[0] + y[0], str(Decimal(x[1]) + Decimal(y[1])), x[2] + y[2])
            for x, y in ((before, gained), (undecided, undecided_too))]  # fmt: skip
    return {"before": bounds(before, undecided), "gained": bounds(gained, undecided_too), "lost": bounds(NONE, NONE),
            "after": bounds(*sums)}  # fmt: skip


TOLD = group((120, "88400000.00", 61), (310, "141250000.50", 170), (84, "41230000.25", 48), (126, "63017000.00", 90))
FOOD = group((70, "48400000.00", 31), (110, "41250000.50", 70), (44, "11230000.25", 28), (26, "3017000.00", 20))
CLOTHES = group((30, "30000000.00", 20), (100, "50000000.00", 60), (30, "20000000.00", 15), (50, "40000000.00", 40))
REST = group((20, "10000000.00", 10), (100, "50000000.00", 40), (10, "10000000.00", 5), (50, "20000000.00", 30))


def _curve() -> list[Answer]:
    rows = []
    for year in range(1, 6):
        both = {"certain": {"awards": 20 * year, "dollars": f"{9_000_000 * year}.00"},
                "possible": {"awards": 60 * year, "dollars": f"{22_000_000 * year}.00"}}  # fmt: skip
        new = {"certain": {"awards": 20, "dollars": "9000000.00"}, "possible": {"awards": 60, "dollars": "22000000.00"}}
        rows.append({"year": year, "from": f"{2024 + year}-10-01", "to": f"{2025 + year}-09-30", "running": both, "new": new})
    return rows


def _burden() -> Answer:
    def band(what: str, low: object, mid: object, high: object, unit: str, mark: str = "read") -> Answer:
        source = "OMB control number 9000-0188" if mark == "read" else "recalled from published wage tables"
        return {"what": what, "low": low, "mid": mid, "high": high, "unit": unit, "source": source, "mark": mark}

    assumptions = [
        band("responses_per_respondent", 1, 1, 2, "responses a year"),
        band("hours_per_response", 4, 12, 24, "hours"),
        band("loaded_wage", "48.00", "61.50", "92.00", "dollars an hour", "recalled"),
        band("officer_hours_per_award", "0.5", 1, 3, "hours"),
    ]
    tornado = [
        {"what": "hours_per_response", "low": "51168.00", "high": "307008.00", "swing": "255840.00"},
        {"what": "loaded_wage", "low": "119808.00", "high": "229632.00", "swing": "109824.00"},
        {"what": "responses_per_respondent", "low": "153504.00", "high": "307008.00", "swing": "153504.00"},
        {"what": "respondents", "low": "80442.00", "high": "272322.00", "swing": "191880.00"},
    ]
    return {
        "respondents": {"low": 109, "high": 369}, "responses": {"low": 109, "mid": 208, "high": 738},
        "hours": {"low": 436, "mid": 2496, "high": 17712},
        "dollars": {"low": "20928.00", "mid": "153504.00", "high": "1629504.00"},
        "officer_hours": {"low": 102, "mid": 322, "high": 1920},
        "small": {"respondents": {"low": 31, "high": 118}, "unknown_size": 14},
        "assumptions": assumptions, "tornado": tornado,
        "anchor": {"control": "9000-0188", "responses": 17727, "hours": 212724},
    }  # fmt: skip


def _movers() -> list[Answer]:
    places = ("CA-12", "CA-30", "TX-07", None)
    return [
        {"award_id": f"EXAMPLE_{n:04}", "piid": f"ZZ0001-25-C-{n:04}", "supplier": FIRMS[n % len(FIRMS)],
         "agency": "Department of Examples", "dollars": f"{(13 - n) * 1_500_000}.00", "before": "no",
         "after": "yes" if n % 3 else "unknown", "district": places[n % 4], "state": (places[n % 4] or "")[:2] or None,
         "why": "The plan is owed above $250,000 now, and the recorded value is above it."}
        for n in range(12)
    ]  # fmt: skip


def an_answer() -> Answer:
    """A full answer about a made-up portfolio; every firm and figure is invented."""
    moves = {("no", "no"): (900, "310000000.00"), ("no", "unknown"): (126, "63017000.00"), ("no", "yes"): (72, "38000000.00"),
             ("unknown", "no"): (0, "0.00"), ("unknown", "unknown"): (298, "138020000.25"),
             ("unknown", "yes"): (12, "3230000.25"), ("yes", "no"): (0, "0.00"), ("yes", "unknown"): (0, "0.00"),
             ("yes", "yes"): (120, "88400000.00")}  # fmt: skip
    return copy.deepcopy({
        "reform": "cots_no_longer_releases", "title": "COTS items no longer release from the compliance plan",
        "instrument": "statute",
        "summary": "A contractor who sells ready-made goods made abroad would have to keep a plan against trafficking, too.",
        "words": "Section 1703(a) of the Act is amended by striking \"other than commercially available off-the-shelf items\"."
                 "\n\nThe amendment applies to solicitations issued on or after the day that is 180 days after enactment.",
        "source": "our own",
        "commercial": "41 USC 1906-1907: no law reaches commercial and COTS purchases unless it says so; this one says so.",
        "conflicts": [
            {"with": "World Trade Organization Agreement on Government Procurement", "says": "No conflict seen: the plan is "
             "asked of every supplier alike, whatever its country.", "cites": "GPA, article IV", "mark": "read"},
            {"with": "Executive Order on commercial buying", "says": "It prefers fewer terms in commercial contracts.",
             "cites": "Sample Order 1", "mark": "recalled"},
        ],
        "precedents": [
            {"id": "section-889", "title": "Section 889: telecommunications equipment", "cites": "Public Law 115-232",
             "says": "It reached COTS items because its text named them; 365 days from statute to clause."},
            {"id": "berry", "title": "Berry Amendment", "cites": "10 USC 4862", "says": "It stands beside commercial buying."},
        ],
        "limits": ["An award record does not tell whether an item is sold off the shelf; a proxy stands for it.",
                   "Subcontracts below $30,000 are not reported.", "District is where the work is performed."],
        "expects": "",
        "changes": ["TIP-04: being COTS no longer releases from the plan", "TIP_PLAN: $700,000 becomes $250,000"],
        "day": "2025-09-30",
        "portfolio": {"inputs": [{"name": "made_awards_2025.csv", "sha256": "0123456789abcdef" * 4},
                                 {"name": "made_subawards.csv", "sha256": "fedcba9876543210" * 4}], "day": "2025-09-30",
                      "awards": 1528, "dollars": "640667000.50", "suppliers": 702, "first_action": "2021-10-04",
                      "last_action": "2025-09-30", "dollars_are": "transactions"},
        **TOLD,
        "moves": [{"before": b, "after": a, "awards": n, "dollars": d} for (b, a), (n, d) in moves.items()],
        "rules": [{"id": "TIP-04", "title": "Compliance plan against trafficking", "result": "duty", **TOLD}],
        "by": {
            "sector": [{"sector": "food", **FOOD}, {"sector": "apparel", **CLOTHES}, {"sector": "outside", **REST}],
            "good": [{"good": "shrimp", **FOOD}, {"good": None, **REST}], "country": [{"country": None, **TOLD}],
            "agency": [{"agency": "DEPARTMENT OF EXAMPLES", **CLOTHES}, {"agency": "Bureau of Samples", **FOOD}],
            "size": [{"size": "small", **FOOD}, {"size": "other", **CLOTHES}, {"size": None, **REST}],
            "state": [{"state": "CA", **FOOD}, {"state": "TX", **CLOTHES}, {"state": None, **REST}],
            "district": [{"district": "CA-12", **REST}, {"district": "CA-30", **FOOD}, {"district": "TX-07", **CLOTHES}],
        },
        "missing": [{"fact": "cots", "says": "Is the item sold in quantity to the public, unmodified?", "held": "proxy",
                     "awards": 290, "dollars": "150000000.00"},
                    {"fact": "possible_outside", "says": "How much of it could be performed abroad?", "held": "nowhere",
                     "awards": 210, "dollars": "120500000.00"}],
        "movers": _movers(),
        "supply": {"offers": {"none_recorded": {"awards": 60, "dollars": "30000000.00"}, "one": {"awards": 180, "dollars":
                   "90000000.00"}, "two": {"awards": 150, "dollars": "80000000.00"}, "three_or_more": {"awards": 250,
                   "dollars": "133897000.75"}}, "says": "In 400 of 640 covered awards two or more firms offered."},
        "leverage": {"suppliers": 369, "quarters": [{"share": f"{q * 25}-{q * 25 + 25} %", "suppliers": 100 - q * 5,
                     "dollars": f"{60 + q}000000.00"} for q in (3, 2, 1, 0)],
                     "top": [{"supplier": firm, "covered": "9000000.00", "all": "12000000.00", "share": 0.75}
                             for firm in FIRMS]},
        "curve": _curve(), "burden": _burden(),
        "preference": {"percent": 5, "mattered": {"awards": 40, "dollars": "21000000.00"},
                       "one_offer": {"awards": 12, "dollars": "4000000.00"},
                       "offers_not_recorded": {"awards": 9, "dollars": "2000000.00"}, "cost_ceiling": "1050000.00"},
        "fee": {"basis_points": 10, "raised": {"certain": "129630.00", "possible": "333897.00"},
                "visits": {"low": 21, "mid": 77, "high": 222}, "sites": {"makers_recorded": 3, "places_recorded": 44},
                "says": "The factories are in no award record; a maker is recorded for 3 awards."},
        "record": {"facts": ["origin", "maker"], "decidable": {"awards": 200, "dollars": "100000000.00"},
                   "still_undecidable": {"awards": 110, "dollars": "41250000.50"},
                   "by_rule": [{"id": "TIP-04", "title": "Compliance plan against trafficking",
                                "undecidable": {"awards": 310, "dollars": "141250000.50"},
                                "decidable": {"awards": 200, "dollars": "100000000.00"}}]},
        "overlap": {"other": "The plan threshold at $250,000", "both": CLOTHES["gained"], "only_this": FOOD["gained"],
                    "only_other": REST["gained"], "together": TOLD["gained"]},
        "manifest": {"code": "0.1.0+abc1234", "knowledge": "9f8e7d6c5b4a", "reform": {"name": "cots_no_longer_releases.toml",
                     "sha256": "aa" * 32, "text": "title = ..."}, "against": None,
                     "portfolio": [{"name": "made_awards_2025.csv", "sha256": "0123456789abcdef" * 4}]},
    })  # fmt: skip


def nothing() -> Answer:
    """A reform that changes nothing on an empty portfolio: every count and amount is zero."""
    answer: Answer = _zeroed(an_answer())
    return {**answer, "expects": "nothing", "title": "The child-labor check without trade-value exceptions",
            "preference": None, "fee": None, "record": None, "overlap": None, "movers": [], "missing": []}  # fmt: skip


def _zeroed(value: Any, key: str = "") -> Any:
    if isinstance(value, Mapping):
        kept = ("anchor", "year", "assumptions")
        return {name: each if name in kept else _zeroed(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_zeroed(each) for each in value]
    if key in ("dollars", "low", "mid", "high", "swing", "certain", "possible", "covered", "all", "cost_ceiling"):
        return "0.00" if isinstance(value, str) else 0
    return 0 if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def only_bounds() -> Answer:
    """An answer in which everything beside the four bounds is not known."""
    answer = an_answer()
    for key in ("moves", "rules", "movers", "missing", "curve", "conflicts", "precedents"):
        answer[key] = []
    for key in ("supply", "leverage", "burden", "preference", "fee", "record", "overlap", "commercial", "by"):
        answer[key] = None
    for part in ("before", "after"):
        for kind in PARTS:
            answer[part][kind]["suppliers"] = None
    answer["limits"] = ["The files name no offers, no size and no supplier, so neither supply nor burden can be reckoned."]
    return answer


def huge() -> Answer:
    """An answer in which every list is long and every text is longer than any page."""
    answer = an_answer()
    long = "Interminable words " * 60
    answer["title"] = long
    answer["summary"] = answer["commercial"] = long * 3
    answer["words"] = "\n\n".join([long * 2] * 12)
    answer["changes"] = [f"{n}: {long}" for n in range(30)]
    answer["limits"] = [f"Limit {n}. {long}" for n in range(30)]
    answer["conflicts"] = [{**row, "says": long, "with": long} for row in answer["conflicts"] * 20]
    answer["precedents"] = [{**row, "says": long, "title": long} for row in answer["precedents"] * 20]
    answer["movers"] = [{**row, "supplier": "X" * 3000, "why": long, "piid": "9" * 900} for row in answer["movers"] * 4]
    answer["missing"] = [{**row, "says": long} for row in answer["missing"] * 15]
    answer["portfolio"]["inputs"] = answer["portfolio"]["inputs"] * 40
    answer["leverage"]["top"] = [{**row, "supplier": "Y" * 3000} for row in answer["leverage"]["top"] * 9]
    for name, rows in answer["by"].items():
        if name != "district":
            answer["by"][name] = [{**row, name: f"{'W' * 500} {n}"} for n, row in enumerate(rows * 20)]
    answer["burden"]["assumptions"] = [{**row, "source": long} for row in answer["burden"]["assumptions"]]
    answer["supply"]["says"] = answer["fee"]["says"] = answer["overlap"]["other"] = long * 2
    answer["rules"] = answer["rules"] * 25
    return answer


def long_but_real() -> Answer:
    """An answer as long as the longest that a lawyer would write: every text a full paragraph."""
    answer = an_answer()
    said = ("Records of awards hold neither the place where the good was made from its first step on nor the maker, so the "
            "figure rests on a proxy an officer typed, and for one award in three nothing stands there at all. ")  # fmt: skip
    answer["title"] = "Due-diligence plans in electronics, minerals, apparel and food, for primes and first-tier firms"
    answer["summary"] = said[:180]
    answer["words"] = "\n\n".join([said * 3, said * 2, said * 2])
    answer["limits"] = [f"({n}) {said}" for n in range(6)]
    answer["changes"] = [f"New duty: {said}", *answer["changes"], "CODE_OF_CONDUCT flows down to recorded first-tier suppliers"]
    answer["conflicts"] = [{**row, "says": said} for row in answer["conflicts"] * 2]
    answer["precedents"] = [{**row, "says": said} for row in answer["precedents"] * 2]
    answer["preference"] = answer["record"] = answer["overlap"] = None
    answer["by"]["agency"] = [{**answer["by"]["agency"][0], "agency": f"DEPARTMENT OF EXAMPLES AND SAMPLES NO. {n}"}
                              for n in range(9)]  # fmt: skip
    return answer


def in_other_scripts() -> Answer:
    """Suppliers whose names are written in Chinese, Arabic, Hebrew, Thai and Russian, and one that is a picture."""
    answer = an_answer()
    names = ("青岛示例纺织有限公司", "شركة المثال للنسيج", "חברת דוגמה בע\"מ", "บริษัท ตัวอย่าง จำกัด", "ООО «Пример»", "🏭",
             "Größe & Söhne Łódź", "\u202eevil\u202c \x07bell")  # fmt: skip
    for n, row in enumerate(answer["movers"]):
        row["supplier"] = names[n % len(names)]
    return answer


def without_districts() -> Answer:
    """An answer of files that record neither state nor district."""
    answer = an_answer()
    answer["by"]["district"], answer["by"]["state"] = [], []
    return answer
