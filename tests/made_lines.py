"""Made-up award files and actions for the laws, each with what must come of it, told without asking the engine."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from functools import cache
from pathlib import Path
from re import _constants as sre
from re import _parser as sre_parser
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, Phase, settings

from buyfair import catalogue
from buyfair.knowledge.countries import countries
from buyfair.knowledge.goods import reach
from buyfair.knowledge.naics import fit, fits
from buyfair.knowledge.psc import codes as known_codes
from buyfair.knowledge.psc_goods import Bridge, bridge, kind
from buyfair.knowledge.sectors import ManualWork, sectors
from buyfair.records.lines import ACTIONS

CALM: dict[str, Any] = {
    "derandomize": True,
    "deadline": None,
    "database": None,
    "suppress_health_check": list(HealthCheck),
    "phases": (Phase.explicit, Phase.generate),
    "report_multiple_bugs": False,
}
"""Every run draws the same examples, however slow the machine; batches are too large to shrink by repetition."""

few = settings(max_examples=2, **CALM)

# money


def to_cents(amount: Decimal) -> Decimal:
    """Rounded half-even to cents once, exactly."""
    with localcontext(Context(prec=200)):
        return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN)


# award files

HEADER = (
    "contract_transaction_unique_key", "contract_award_unique_key", "award_id_piid", "modification_number",
    "transaction_number", "awarding_sub_agency_code", "parent_award_agency_id", "parent_award_id_piid", "action_date",
    "federal_action_obligation", "last_modified_date", "product_or_service_code", "transaction_description",
)  # fmt: skip
NO_DAY = ("", "soon", "2024-02-30", "2023-02-29", "2024-13-01", "20240105", "2024-1-5", "31/02/2024", "5")
NO_AMOUNT = ("", "n/a", "-", "$", ".", "12.5.5", "1,23", "USD 5", "5%", "NaN", "inf", "1e", "#REF!", "0x10")
WRITTEN = (
    ("{0:.2f}", 1), ("{0:f}", 1), ("${0:,.2f}", 1), ("{0:,.2f}", 1), ("({0:.2f})", -1), ("(${0:,.2f})", -1),
    ("-{0:.2f}", -1), ("-${0:,.2f}", -1), ("{0:,.2f}-", -1), ("+{0:.2f}", 1), (" {0:.2f} ", 1),
)  # fmt: skip
"""How a magnitude may stand in a file, and what its sign then is."""

DESCRIPTIONS = (
    "SHIRTS", "shirts, cotton", 'the "best" shirts', "first line\nsecond line", "first\r\n\r\nafter a blank line",
    "", "  ", "ends with a comma,", "a 5 inch pipe", "\u00e9toffe de Lom\u00e9", '"', ",", "\n", "semi;colon|bar\ttab",
)  # fmt: skip


@dataclass(frozen=True)
class Record:
    """One data record: its text, and what must come of it. `reason` is why it is rejected, or None."""

    raw: str
    reason: str | None
    dollars: Decimal | None
    line_id: str | None = None
    stamp: str = ""
    cells: tuple[str, ...] = ()


@dataclass
class Expected:
    """The account of a set of records."""

    read: tuple[int, Decimal]
    accepted: tuple[int, Decimal]
    rejected: tuple[int, Decimal]
    superseded: tuple[int, Decimal]
    actions: dict[str, Decimal] = field(default_factory=dict)


def quoted(cell: str, always: bool = False) -> str:
    """One cell as RFC 4180 writes it."""
    return '"' + cell.replace('"', '""') + '"' if always or re.search('[",\r\n]', cell) else cell


def amount(rng: random.Random) -> tuple[str, Decimal]:
    """A way of writing dollars, and what it is worth."""
    size = Decimal(rng.choice([0, 1, 5, 15, 25, rng.randrange(10**5), rng.randrange(10**12)])).scaleb(
        -rng.choice([2, 3, 4])
    )
    shape, sign = rng.choice(WRITTEN)
    if ".2f" in shape:
        size = to_cents(size)
    return shape.format(size), sign * to_cents(size)


def stamp(rng: random.Random) -> str:
    """A moment of change as USAspending writes it."""
    return f"20{rng.randrange(18, 25)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02} {rng.randrange(24):02}:07:09"


def day(rng: random.Random) -> str:
    """A day that nobody can misread."""
    return (date(2019, 1, 1) + timedelta(rng.randrange(2000))).isoformat()


def record(cells: Sequence[str], rng: random.Random, reason: str | None, dollars: Decimal | None) -> Record:
    """A record of these cells, some quoted without need."""
    named = dict(zip(HEADER, cells, strict=True))
    always = rng.random() < 0.2
    return Record(
        ",".join(quoted(c, always) for c in cells), reason, dollars, _line_id(named), named["last_modified_date"],
        tuple(cells),
    )  # fmt: skip


def _line_id(named: dict[str, str]) -> str | None:
    """The feed's key, else the parts of one; None where only the whole content tells the row from others."""
    if named["contract_transaction_unique_key"]:
        return named["contract_transaction_unique_key"]
    if not named["award_id_piid"] or not named["transaction_number"]:
        return None
    parts = (
        "awarding_sub_agency_code", "parent_award_agency_id", "award_id_piid", "modification_number",
        "parent_award_id_piid", "transaction_number",
    )  # fmt: skip
    return "_".join(named[p] or "-NONE-" for p in parts)


def world(rng: random.Random, prefix: str, ties: bool = False) -> list[Record]:
    """Some awards of one small world: modifications, repeats, older versions, and everything that is set aside."""
    found: list[Record] = []
    for nth in range(rng.randrange(1, 4)):
        award = f"{prefix}A{nth}"
        for mod in range(rng.randrange(1, 6)):
            found += _action(rng, award, f"P{mod:04}", ties)
    return found


def _action(rng: random.Random, award: str, mod: str, ties: bool) -> list[Record]:
    """One action in its versions, good or bad."""
    how = rng.choice(["key", "key", "key", "parts", "content"])
    ids = {
        "key": (f"9700_-NONE-_{award}_{mod}", f"CONT_AWD_{award}", award, mod, "0"),
        "parts": ("", f"CONT_AWD_{award}", award, mod, "0"),
        "content": ("", f"CONT_AWD_{award}", award, mod, ""),
    }[how]
    fixed = ("9700", rng.choice(["", "4732"]), rng.choice(["", "GS00X"]))

    def version(when: str, written: tuple[str, Decimal | None], on: str, reason: str | None) -> Record:
        cells = (*ids, *fixed, on, written[0], when, rng.choice(["8405", "7010", ""]), rng.choice(DESCRIPTIONS))
        return record(cells, rng, reason, written[1])

    now = stamp(rng)
    newest = version(now, amount(rng), day(rng), None)
    found = [newest]
    for _ in range(rng.choice([0, 0, 1, 2])):
        older = rng.choice(["", f"20{rng.randrange(10, 18)}-05-05 00:00:00"])
        found.append(version(older, amount(rng), day(rng), None))
    if ties and rng.random() < 0.5:
        found.append(version(now, amount(rng), day(rng), None))
    found += [newest] * rng.choice([0, 0, 0, 1, 2])
    trouble = rng.choice(["none", "none", "day", "amount", "both", "id", "few", "many"])
    if trouble == "day":
        found.append(version(stamp(rng), amount(rng), rng.choice(NO_DAY), "bad_day"))
    elif trouble == "amount":
        found.append(version(stamp(rng), (rng.choice(NO_AMOUNT), None), day(rng), "bad_amount"))
    elif trouble == "both":
        found.append(version(stamp(rng), (rng.choice(NO_AMOUNT), None), rng.choice(NO_DAY), "bad_day"))
    elif trouble == "id":
        written, worth = amount(rng)
        lone = (ids[0], "", "", mod, "0", *fixed, day(rng), written, now, "", "no award")
        found.append(record(lone, rng, "no_award_id", worth))
    elif trouble in ("few", "many"):
        cells = [quoted(c) for c in (*newest.cells[:12], rng.choice(["x", "two\nlines", "a,b"]))]
        cells = cells[: rng.randrange(2, 12)] if trouble == "few" else cells + ["more"] * rng.randrange(1, 4)
        found.append(Record(",".join(cells), "broken_record", None))
    return found


def accounted(records: Sequence[Record]) -> Expected:
    """What must come of the records, in whatever files and order they stand."""
    tallies = {"accepted": [0, Decimal(0)], "rejected": [0, Decimal(0)], "superseded": [0, Decimal(0)]}
    actions: dict[str, Decimal] = {}
    standing: dict[object, Record] = {}
    good = [r for r in records if r.reason is None]
    for r in good:
        key = r.line_id or r.cells
        if key not in standing or r.stamp > standing[key].stamp:
            standing[key] = r
    for r in records:
        if r.reason is not None:
            tallies["rejected"][0] += 1
            tallies["rejected"][1] += r.dollars or Decimal(0)
    for key, r in standing.items():
        tallies["accepted"][0] += 1
        tallies["accepted"][1] += r.dollars
        if isinstance(key, str):
            actions[key] = r.dollars
    tallies["superseded"] = [
        len(good) - len(standing), sum((r.dollars for r in good), Decimal(0)) - tallies["accepted"][1]
    ]  # fmt: skip
    read = (len(records), sum((r.dollars or Decimal(0) for r in records), Decimal(0)))
    return Expected(read, *(tuple(tallies[k]) for k in ("accepted", "rejected", "superseded")), actions)


def write_csv(
    path: Path, records: Sequence[Record], rng: random.Random, end: str = "\n", blanks: Sequence[str] = ()
) -> list[int]:
    """Writes the records below a header, some of these blanks between; returns the line on which each begins."""
    text, begins = ",".join(HEADER) + end, []
    for r in records:
        while blanks and rng.random() < 0.1:
            text += rng.choice(blanks) + end
        begins.append(text.count("\n") + 1)
        text += r.raw + end
    if rng.random() < 0.3:
        text = text.removesuffix(end)
    elif rng.random() < 0.3 and blanks:
        text += end * 3
    path.write_bytes(text.encode("utf-8"))
    return begins


# actions for classification and exposure


@dataclass(frozen=True)
class Line:
    """One action: the facts on which classification and exposure rest."""

    line_id: str
    award_id: str
    psc: str | None
    description: str | None
    origin: str | None
    place: str | None
    dollars: Decimal
    on: date
    supplier: str | None = None
    naics: str | None = None


_TYPES = {
    "text": pa.string(), "day": pa.date32(), "stamp": pa.timestamp("us"), "money": pa.decimal128(18, 2),
    "count": pa.int64(), "flag": pa.bool_(),
}  # fmt: skip
_OURS = {
    "psc": "psc", "description": "description", "origin_country": "origin", "performance_country": "place",
    "dollars_obligated": "dollars", "action_date": "on", "line_id": "line_id", "award_id": "award_id",
    "supplier_name": "supplier", "naics": "naics",
}  # fmt: skip


def write_actions(path: Path, lines: Sequence[Line]) -> Path:
    """The lines as a table of actions, in the order given; what a Line does not tell is null."""
    arrays = []
    for c in ACTIONS.columns:
        values: Iterable[object]
        if c.name in _OURS:
            values = [getattr(x, _OURS[c.name]) for x in lines]
        elif c.name == "source_file":
            values = ["made.csv"] * len(lines)
        elif c.name == "source_record":
            values = [1] * len(lines)
        else:
            values = [None] * len(lines)
        arrays.append(pa.array(values, type=_TYPES[c.kind]))
    pq.write_table(pa.table(arrays, names=list(ACTIONS.names())), path)
    return path


def sample(pattern: str, rng: random.Random) -> str:
    """Some text that the pattern may find; a boundary or an exclusion may still spoil it."""
    return _sampled(_parsed(pattern), rng)


@cache
def _parsed(pattern: str) -> Any:
    return sre_parser.parse(pattern)


def _sampled(tree: Any, rng: random.Random) -> str:
    out = ""
    for op, arg in tree:
        if op is sre.LITERAL:
            out += chr(arg)
        elif op is sre.NOT_LITERAL or op is sre.ANY:
            out += rng.choice("KQ7")
        elif op is sre.IN:
            out += _one_of(arg, rng)
        elif op is sre.BRANCH:
            out += _sampled(rng.choice(arg[1]), rng)
        elif op is sre.SUBPATTERN:
            out += _sampled(arg[3], rng)
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            least, most, inner = arg
            out += "".join(_sampled(inner, rng) for _ in range(rng.randint(least, min(int(most), least + 2))))
        elif op is not sre.AT:
            raise ValueError(f"no such operation: {op}")
    return out


def _one_of(choices: Any, rng: random.Random) -> str:
    signs = [s for s in map(chr, range(32, 127)) if _fits(choices, s)]
    plain = [s for s in signs if s.isalnum()]
    return rng.choice(plain or signs)


def _fits(choices: Any, sign: str) -> bool:
    turned, hit = False, False
    tests = {
        sre.CATEGORY_DIGIT: str.isdigit,
        sre.CATEGORY_NOT_DIGIT: lambda s: not s.isdigit(),
        sre.CATEGORY_SPACE: str.isspace,
        sre.CATEGORY_NOT_SPACE: lambda s: not s.isspace(),
        sre.CATEGORY_WORD: lambda s: s.isalnum() or s == "_",
        sre.CATEGORY_NOT_WORD: lambda s: not (s.isalnum() or s == "_"),
    }
    for op, arg in choices:
        if op is sre.NEGATE:
            turned = True
        elif op is sre.LITERAL:
            hit |= sign == chr(arg)
        elif op is sre.RANGE:
            hit |= arg[0] <= ord(sign) <= arg[1]
        else:
            hit |= tests[arg](sign)
    return hit is not turned


@cache
def rows_of_code() -> dict[str, tuple[Bridge, ...]]:
    """The bridge by code, and by group of codes."""
    found: dict[str, list[Bridge]] = {}
    for b in bridge():
        found.setdefault(b.psc, []).append(b)
    return {psc: tuple(rows) for psc, rows in found.items()}


def bridged_codes() -> list[str]:
    """The codes of the bridge, without groups."""
    return [psc for psc in rows_of_code() if not psc.endswith("*")]


def groups_of(psc: str | None) -> list[tuple[Bridge, ...]]:
    """The rows of the groups that hold a code, the narrowest first; a star alone is every product, and no code."""
    code = psc or ""
    names = [f"{code[:length]}*" for length in range(len(code), 0, -1)]
    names += ["*"] if not code or code[0].isdigit() else []
    return [rows_of_code()[name] for name in names if name in rows_of_code()]


@cache
def manual_rows() -> dict[str, tuple[str, list[ManualWork]]]:
    """Rows of manual work that make a sector of its own when performed abroad, by code or group of codes."""
    found: dict[str, tuple[str, list[ManualWork]]] = {}
    for s in sectors().values():
        for w in s.manual_work:
            found.setdefault(w.psc, (s.id, []))[1].append(w)
    return found


def manual_of(psc: str | None) -> tuple[str, list[ManualWork]] | None:
    """The sector and the rows of the narrowest code or group that names a code."""
    names = [psc or "", *(f"{(psc or '')[:length]}*" for length in range(len(psc or "") - 1, 0, -1))]
    return next((manual_rows()[name] for name in names if name in manual_rows()), None)


UNBRIDGED = ("9998", "1005", "0000", "8888", "R425", "D302", "A123", "AR11", "J041", "Q201", "U099", "V119", "W023",
             "X1AA", "T006", "H141", "!!", "8", "ZZZZ", "?")  # fmt: skip
SILENT = (
    "OPTION YEAR 2",
    "MOD TO ADD FUNDING",
    "IGF::OT::IGF",
    "4567 EACH",
    "SEE SCHEDULE",
    "\u00e9t\u00e9 10\u20ac",
    "'",
)


def trade(psc: str | None, rng: random.Random) -> str | None:
    """An industry code: one that a row of the code asks for, one that fits some sector or none, another, or not told."""
    asked = [n for b in rows_of_code().get(psc or "", ()) for n in b.naics]
    begins = rng.choice([asked, [f.naics for f in fits()], ["3363", "54", "999999"], [None], [None]])
    found = rng.choice(begins or [None])
    return None if found is None else found + rng.choice(["", "1", "99"])[: 6 - len(found)]


@cache
def listed_countries() -> tuple[str, ...]:
    """Every country that some list names for some good."""
    return tuple(sorted({p.country for p in catalogue.listed_pairs()}))


@cache
def quiet_countries() -> tuple[str, ...]:
    """Countries outside the United States that no list names."""
    return tuple(sorted(c.code for c in countries().values() if not c.inside_us and c.code not in listed_countries()))


@cache
def listed_below(psc: str) -> tuple[str, ...]:
    """Countries listed for a good that the code may be, or for one below it."""
    goods = {b.good for b in rows_of_code().get(psc, ()) if b.good}
    below = {r.listed_good for r in reach() if r.good in goods}
    return tuple(sorted({p.country for p in catalogue.listed_pairs() if p.good in below}))


@cache
def listed_itself(psc: str) -> tuple[str, ...]:
    """Countries listed for a very good that the code may be."""
    goods = {b.good for b in rows_of_code().get(psc, ()) if b.good}
    return tuple(sorted({p.country for p in catalogue.listed_pairs() if p.good in goods}))


def words(psc: str | None, rng: random.Random) -> str | None:
    """A description that sharpens, contradicts, says something of another code, says nothing, or is not there."""
    rows = [*rows_of_code().get(psc or "", ()), *(b for group in groups_of(psc) for b in group)]
    rows += (manual_of(psc) or ("", []))[1]
    parts = []
    for _ in range(rng.choice([0, 1, 1, 1, 2, 3])):
        what = rng.choice(["sharpen", "sharpen", "contradict", "other", "silent"])
        patterns = [getattr(b, what) for b in rows if getattr(b, what)] if what in ("sharpen", "contradict") else []
        if what == "other":
            other = rng.choice(bridge())
            patterns = [p for p in (other.sharpen, other.contradict) if p]
        parts.append(sample(rng.choice(patterns), rng) if patterns else rng.choice(SILENT))
    if not parts:
        return rng.choice([None, None, "", "OPTION"])
    said = rng.choice([" ", ", ", "; "]).join(parts)
    return rng.choice([str.upper, str.upper, str.lower, str.title])(said)


def origin(psc: str | None, rng: random.Random) -> str | None:
    """An origin: listed for the very good, below it, for something else, nowhere, the United States, or not told."""
    choices = [
        listed_itself(psc or ""), listed_itself(psc or ""), listed_below(psc or ""), listed_countries(),
        quiet_countries(), ("USA",), ("USA", "PRI", "GUM"), (None,),
    ]  # fmt: skip
    return rng.choice(rng.choice([c for c in choices if c]))


def line(rng: random.Random, line_id: str, award_id: str, psc: str | None, lowest: int) -> Line:
    """One action with random facts; dollars are not below `lowest` thousand."""
    cents = rng.choice([0, 1, rng.randrange(lowest * 100_000, 10**7), rng.randrange(lowest * 10**6, 10**10)])
    return Line(
        line_id, award_id, psc, words(psc, rng), origin(psc, rng),
        rng.choice([None, "USA", "PRI", "GUM", "FSM", "AFG", "DEU"]), Decimal(cents).scaleb(-2),
        date(2008, 1, 1) + timedelta(rng.randrange(6500)), rng.choice([None, "ACME", "BETA CO", "GAMMA"]),
        trade(psc, rng),
    )  # fmt: skip


def codes(rng: random.Random, count: int) -> list[str | None]:
    """Every bridged code once at least, then at random with services, strange codes and none."""
    manual = [psc.replace("*", "99")[:4] for psc in manual_rows()]
    pool = [*bridged_codes(), *bridged_codes(), *manual, *([*UNBRIDGED, None, None] * 5)]
    rare = [b.psc for b in bridge() if b.strength in ("is", "by_words", "none", "not_goods", "not_bridged")] * 3
    rare = [psc for psc in rare if not psc.endswith("*")]
    found: list[str | None] = [*bridged_codes()]
    found += [rng.choice([*pool, *rare]) for _ in range(count - len(found))]
    rng.shuffle(found)
    return found[:count]


def portfolio(seed: int, count: int, lowest: int = -100) -> list[Line]:
    """Awards of one to five actions; about a third of the awards buy one code only."""
    return list(_portfolio(seed, count, lowest))


@cache
def _portfolio(seed: int, count: int, lowest: int) -> tuple[Line, ...]:
    rng = random.Random(seed)
    left, found, nth = codes(rng, count), [], 0
    while left:
        size = rng.choice([1, 1, 1, 2, 3, 5])
        mine, left = left[:size], left[size:]
        if rng.random() < 0.3:
            mine = [mine[0]] * len(mine)
        found += [line(rng, f"L{nth}_{i}", f"A{nth}", psc, lowest) for i, psc in enumerate(mine)]
        nth += 1
    return tuple(found)


def under(prefix: str, lines: Iterable[Line]) -> list[Line]:
    """The same world once more, under other names."""
    return [replace(x, line_id=f"{prefix}/{x.line_id}", award_id=f"{prefix}/{x.award_id}") for x in lines]


# the method once more, slowly and in plain words

STRENGTH_ORDER = ("is", "mostly", "may_contain", "by_words", "none", "not_bridged", "not_goods")
CLASS_ORDER = ("matched", "possible_place_not_recorded", "possible_through_input", "unknown", "no_listing", "not_goods")


@dataclass(frozen=True)
class Told:
    """What the method says of a line. `met`: its exposures without the days."""

    sector: str | None
    good: str | None
    by: str | None
    item: str | None
    exposure: str
    met: frozenset[tuple[str | None, ...]]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def _says(pattern: str, description: str | None) -> bool:
    return bool(pattern) and description is not None and _compiled(pattern).search(description.upper()) is not None


@cache
def _reach_of() -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for r in reach():
        found.setdefault(r.good, []).append(r)
    return found


@cache
def _listings_of() -> dict[str, dict[tuple[str, str, str], set[str]]]:
    found: dict[str, dict[tuple[str, str, str], set[str]]] = {}
    for p in catalogue.listed_pairs():
        found.setdefault(p.good, {}).setdefault((p.harm, p.list_id, p.edition), set()).add(p.country)
    return found


def _surely(b: Bridge, spoken: bool, naics: str | None) -> str:
    """How surely a row names its good: words make it certain, an industry that is not known makes it a chance."""
    said = b.strength
    if spoken:
        said = "is" if b.good else "not_bridged" if said == "by_words" else said
    if b.naics and naics is None:
        chance = {"is": "may_contain", "mostly": "may_contain", "none": "not_bridged", "not_goods": "not_bridged"}
        said = chance.get(said, said)
    return said


def _holds(b: Bridge, naics: str | None) -> bool:
    return not b.naics or naics is None or naics.startswith(b.naics)


@dataclass(frozen=True)
class Read:
    """What code, industry and words say of a line. `held`: the rows that stand, the surest first, with their strength."""

    held: list[tuple[Bridge, str]]
    by: str | None
    contradicted: bool


def _read(x: Line) -> Read:
    """The rows that stand for a line, of its code, else of the narrowest group of codes of which a row's words speak."""
    rows = [b for b in rows_of_code().get(x.psc or "", ()) if _holds(b, x.naics)]
    against = [b for b in rows if _says(b.contradict, x.description)]
    spoken = [b for b in rows if b not in against and _says(b.sharpen, x.description)]
    plain = [b for b in rows if b not in against and b.strength != "by_words"]
    for group in groups_of(x.psc):
        if not spoken and not plain:
            spoken = [
                b for b in group
                if _holds(b, x.naics) and _says(b.sharpen, x.description) and not _says(b.contradict, x.description)
            ]  # fmt: skip
    held = [(b, _surely(b, bool(spoken), x.naics)) for b in spoken or plain]
    held.sort(key=lambda h: (STRENGTH_ORDER.index(h[1]), h[0].place))
    by = None
    if held:
        by = "words" if spoken else "naics" if held[0][0].naics and x.naics is not None else "psc"
    return Read(held, by, not held and any(b.strength != "by_words" for b in against))


def _manual_work(x: Line) -> tuple[str, str] | None:
    """The sector of manual work that a line belongs to when it is performed abroad, and what says so."""
    sector, rows = manual_of(x.psc) or ("", [])
    stand = [w for w in rows if not _says(w.contradict, x.description)]
    stand = [w for w in stand if not w.sharpen or _says(w.sharpen, x.description)]
    if not stand:
        return None
    return sector, "psc" if any(not w.sharpen for w in stand) else "words"


def judged(x: Line) -> Told:
    """One line by the method: what it buys, what decided, how far it is exposed, and every listing it met."""
    return _judged(replace(x, line_id="", award_id="", dollars=Decimal(0), on=date.min, supplier=None))


@cache
def _judged(x: Line) -> Told:
    """The same lines stand in several worlds: each is judged once, by the facts that the method asks of a line."""
    bought = kind(x.psc) if x.psc in known_codes() else None
    read = _read(x)
    held, by = read.held, read.by
    sector = (held[0][0].sector or None) if held else None
    manual = _manual_work(x) if x.place is not None and not countries()[x.place].inside_us else None
    if manual is not None:
        sector, by = manual[0], by or manual[1]
    alone = by in ("psc", "naics") and sector is not None
    fits_here = fit(x.naics) if x.naics is not None else None
    disagree = alone and fits_here is not None and sector not in fits_here.sectors
    if disagree:
        held, by, sector = [], None, None
    supply = bought is not None and bought.item == "supply"
    where = x.origin if supply else None
    met = frozenset(m for b, s in held if b.good for m in _met(b, s, where))
    exposure = _exposure(met, x, bought, supply, held[0][1] if held else None, read.contradicted)
    if exposure == "no_listing" and alone and x.naics is None:
        exposure = "unknown"
    return Told(sector, held[0][0].good if held else None, by, bought.item if bought else None, exposure, met)


def _met(b: Bridge, strength: str, where: str | None) -> list[tuple[str | None, ...]]:
    """Every listing that a good meets: (good, input, country, countries, harm, evidence, level, depth, list, edition)."""
    found = []
    for r in _reach_of()[b.good or ""]:
        for (harm, of, edition), listed in _listings_of().get(r.listed_good, {}).items():
            here = where in listed
            evidence = None
            certain = strength == "is" and r.relation == "itself"
            if r.relation == "input" or b.depth != "good":
                evidence = "input_listed"
            elif here:
                evidence = "recorded_origin" if certain else "may_be_listed"
            elif where is None or r.raw:
                untold = "place_not_recorded" if where is None else "stage_not_recorded"
                evidence = untold if certain else "contents_not_recorded"
            if evidence:
                depth = max(b.depth, r.depth, key=("good", "main_material", "trace").index)
                found.append((
                    b.good, r.listed_good if r.listed_good != b.good else None, where if here else None,
                    "|".join(sorted(listed)), harm, evidence,
                    "matched" if evidence == "recorded_origin" else "possible", depth, of, edition,
                ))  # fmt: skip
    return found


def _exposure(
    met: frozenset[tuple[str | None, ...]], x: Line, bought: Any, supply: bool, strength: str | None, contradicted: bool
) -> str:
    counted = {m[5] for m in met if m[7] != "trace"}
    if "recorded_origin" in counted:
        return "matched"
    if counted & {"place_not_recorded", "stage_not_recorded"}:
        return "possible_place_not_recorded"
    if counted:
        return "possible_through_input"
    rows = rows_of_code().get(x.psc or "", ())
    could = any(b.sharpen or b.contradict for b in rows) if rows else bool(groups_of(x.psc))
    wordless = x.description is None and could
    if strength == "not_goods":
        return "unknown" if wordless else "not_goods"
    if bought is not None and not supply and strength is None and not contradicted:
        return "not_goods" if bought.contains_goods == "no" and not wordless else "unknown"
    closed = supply and strength in ("is", "none") and x.origin is not None and not countries()[x.origin].inside_us
    return "no_listing" if closed and not wordless else "unknown"
