"""Makes the lines of an invented USAspending file: row number in, line of text out.

Every value is a function of the seed and of a number (of the award, of the line): nothing is drawn in turn. So any
stretch of the file can be made alone, in bounded memory, and the same seed gives the same bytes on every machine.
Only integers are used: floating point may differ in its last digit between machines.
"""

import datetime as dt
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cells import (
    AGREEMENT,
    AWARD_CELLS,
    CALL,
    COMMERCIAL,
    COMPETITION,
    CONTRACT,
    LETTERS,
    ORDER,
    PARENT_CELLS,
    PRICING,
    PURCHASE,
    SCHEDULE_ORDER,
    SUBPLAN,
    SUPPLIERS_PER_TRADE,
    VEHICLE,
    Ints,
    cell,
    descriptions,
    dollars,
    make_supplier,
    oddly,
    place_cells,
    texts,
    three_notations,
)
from invented import (
    ABROAD,
    ACTIONS,
    AGENCIES,
    BOUGHT,
    BUYERS,
    COUNTRIES,
    MANUFACTURE,
    NAICS_TITLES,
    ORIGINS,
    PATTERNS,
    PLACES,
    SAYS_NOTHING,
    TRADES,
    TROUBLED,
)

FIRST_DAY = dt.date(2023, 10, 1)  # the two fiscal years 2024 and 2025
LAST_ACTION = 730  # days after FIRST_DAY: 2025-09-30
DAYS_BEFORE, DAYS_AFTER = 300, 5000  # solicitations lie before, options and ordering periods after

# Lines per award, ten awards to a block of thirty lines; the first award of each block is a vehicle (IDV).
LAYOUTS = (
    (2, 1, 1, 1, 1, 2, 3, 3, 4, 12),
    (1, 1, 1, 2, 2, 1, 4, 5, 6, 7),
    (3, 1, 1, 1, 2, 2, 2, 4, 5, 9),
    (2, 1, 1, 1, 1, 3, 2, 8, 1, 10),
)
BLOCK = 30
MOST_ACTIONS = 12

# Trouble comes at fixed places so that it can be counted: of 1,000 first-hand lines, those whose number, counted
# from a seeded start, is one of these. All are multiples of five; repeats and older versions leave multiples alone.
ODD_MONEY = (0, 205, 410, 615, 820)
BAD_AMOUNT, BAD_DATE, NO_AWARD_ID = 105, 310, 515
EVERY = 200  # one exact repeat and one older version in each stretch of this many lines

UNREADABLE = ("N/A", "12.3.4")
OWNERS = ("C,FOREIGN-OWNED BUSINESS NOT INCORPORATED IN THE U.S.", "A,U.S. OWNED BUSINESS")
PERFORMANCE = ("N,NO - SERVICE WHERE PBA IS NOT USED.", "Y,YES - SERVICE WHERE PBA IS USED.")
BASE, OPTION, FUNDING, ADMIN, DEOBLIGATE, WITHIN, CHANGE, CLOSE, TERMINATE = range(9)
ACTION_WEIGHTS = (0, 20, 20, 30, 12, 9, 6, 2, 1)


def shares(weights: Sequence[int]) -> Ints:
    return np.cumsum(np.asarray(weights, dtype=np.int64))


# The parts of a line from left to right; a part that `lines` does not make is written as it stands.
LINE_PARTS = (
    "ids", "money", ",,,,", "dates", "agency", ",,,,X,NOT APPLICABLE,,", "who", "place", "type", "pricing",
    "text", "base text", "action", "solicitation", "1", "functions", "psc", "H,NOT BUNDLED,,", "naics",
    "C,NO CLAUSES INCLUDED AND NO SUSTAINABILITY INCLUDED", "owner", ",", "technology", "E,NOT REQUIRED",
    "origin", "made", "plan", "competition", "offers", "commercial", "f", "simplified", "N,NO", "posted",
    "N,NO,,N,NO,X,NOT APPLICABLE", "labor", "wages", "X,NOT APPLICABLE,,", "parent type", ",,",
    "N,NO,X,NOT APPLICABLE EXEMPT FROM CAS,N,TRANSACTION DOES NOT USE GFE/GFP,,", "undefinitized",
    "D,NOT CONSOLIDATED", "performance", "N,NO,,,N,NO,X,NOT APPLICABLE", "kinds", "link", "reported", "changed",
)  # fmt: skip


@dataclass
class Counts:
    """What was put into the file on purpose, counted while it is written."""

    rows: int = 0
    exact_repeats: int = 0
    older_versions: int = 0
    bad_amount: int = 0
    bad_date: int = 0
    no_award_id: int = 0
    odd_money: int = 0
    cents_of_all_parsable: int = 0
    cents_of_exact_repeats: int = 0
    cents_of_older_versions: int = 0

    def add(self, other: "Counts") -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    def as_dict(self) -> dict[str, Any]:
        """Whole counts as numbers; dollars as text with two decimals, so that no cent is lost."""
        out: dict[str, Any] = {}
        for name, value in vars(self).items():
            if name.startswith("cents_"):
                out["dollars_" + name.removeprefix("cents_")] = dollars(np.array([value]))[0]
            else:
                out[name] = value
        return out


@dataclass
class Award:
    """Facts of the award to which each of the lines belongs (arrays, one entry per line)."""

    number: Ints
    actions: Ints  # how many lines the award has
    lead: Ints  # the award whose buyer, supplier and good it shares: its vehicle, or itself
    shape: Ints  # PURCHASE ... AGREEMENT
    good: Ints  # row of BOUGHT
    agency: Ints  # row of AGENCIES
    supplier: Ints
    first_day: Ints
    gap: Ints  # days between actions
    amount: Ints  # cents of the first action
    options: Ints
    taken_back: NDArray[np.bool_]  # only a late de-obligation lies in the two years
    split: NDArray[np.bool_]  # the second action shares its modification number, transaction 1


class World:
    """Everything that the seed decides; `lines` makes any stretch of the file."""

    def __init__(self, rows: int, seed: int, clean: bool, columns: Sequence[str]) -> None:
        self.rows, self.clean = rows, clean
        self.seed = seed
        self.columns = list(columns)
        start = self.columns.index("alaskan_native_corporation_owned_firm")
        self.kind_columns = tuple(self.columns[start : self.columns.index("usaspending_permalink")])
        self._set_troubles()
        self._write_cells()

    # -- chance ----------------------------------------------------------------------------------------------

    def draw(self, numbers: Ints, what: str, below: int) -> Ints:
        """Return for each number a value from 0 to below - 1 that depends on seed, number and subject only."""
        salt = (zlib.crc32(what.encode()) * 0x9E3779B97F4A7C15 + self.seed * 0xD1B54A32D192ED03) & (2**64 - 1)
        z = numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(salt)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)  # the finish of splitmix64
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
        return ((z >> np.uint64(33)) % np.uint64(below)).astype(np.int64)

    def choose(self, numbers: Ints, what: str, upto: Ints) -> Ints:
        return np.searchsorted(upto, self.draw(numbers, what, int(upto[-1])), side="right").astype(np.int64)

    # -- once per file ---------------------------------------------------------------------------------------

    def _set_troubles(self) -> None:
        zero = np.zeros(1, dtype=np.int64)
        self.start = int(self.draw(zero, "start of troubles", 40)[0]) * 5
        self.repeat_at = 60 + int(self.draw(zero, "place of repeats", 60)[0])
        self.older_at = 130 + int(self.draw(zero, "place of older versions", 60)[0])
        self.first_hand = self.rows if self.clean else int(self._first_hand_before(np.array([self.rows]))[0])

    def _first_hand_before(self, places: Ints) -> Ints:
        """How many lines before each place are neither repeats nor older versions."""
        whole, rest = places // EVERY, places % EVERY
        return whole * (EVERY - 2) + rest - (rest > self.repeat_at) - (rest > self.older_at)

    def _write_cells(self) -> None:
        days = [FIRST_DAY + dt.timedelta(n - DAYS_BEFORE) for n in range(DAYS_BEFORE + DAYS_AFTER)]
        self.days = texts([d.isoformat() for d in days])
        self.clock = texts([f" {8 + s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}" for s in range(28800)])
        self.years = np.array([d.year + (d.month > 9) for d in days], dtype=np.int64)
        self.good_upto = shares([b.weight for b in BOUGHT])
        self.good_cells = texts([cell(b.psc, b.title) for b in BOUGHT])
        self.naics_cells = texts([cell(b.naics, NAICS_TITLES[b.naics]) for b in BOUGHT])
        # The mean award of a code is its dollars over its lines; bounded, so that no code swamps the rest.
        self.unit = np.array([min(6000, max(20, b.million * 40 // b.weight)) for b in BOUGHT], dtype=np.int64)
        self.kind = texts([b.kind for b in BOUGHT])
        self.is_goods = np.array([b.kind == "goods" for b in BOUGHT])
        self.is_abroad = np.array([b.kind == "abroad" for b in BOUGHT])
        self.is_building = np.array([b.psc[0] in "YZ" for b in BOUGHT])
        self.is_technical = np.array([b.trade in ("electronics", "computers") for b in BOUGHT])
        trades = list(TRADES)
        self.trade = np.array([trades.index(b.trade) for b in BOUGHT], dtype=np.int64)
        self._write_descriptions()
        self._write_buyers()
        self._write_origins()
        home, away = place_cells()
        self.home, self.away = texts(home), texts(away)
        made = [make_supplier(t, k, self.kind_columns) for t in range(len(trades)) for k in range(SUPPLIERS_PER_TRADE)]
        self.who, self.kinds = texts([s.who for s in made]), texts([s.kinds for s in made])
        self.small = np.array([s.small for s in made])
        self.foreign = np.array([s.foreign for s in made])
        self.mod_numbers = texts(["0", *[f"P{n:05d}" for n in range(1, 40)]])
        self.layouts = np.array([[s for s, n in enumerate(lay) for _ in range(n)] for lay in LAYOUTS], dtype=np.int64)
        self.action_no = np.array([[m for n in lay for m in range(n)] for lay in LAYOUTS], dtype=np.int64)
        self.action_count = np.array(LAYOUTS, dtype=np.int64)

    def _write_descriptions(self) -> None:
        pools = [descriptions(b, PATTERNS if b.kind == "goods" else PATTERNS[:4]) for b in BOUGHT]
        hard = [descriptions(b, TROUBLED) for b in BOUGHT]
        says = [cell(s) for s in SAYS_NOTHING]
        mods = [[cell(t) for t in texts_] for _, _, texts_ in ACTIONS]
        self.texts = texts(sum(pools, []) + sum(hard, []) + says + sum(mods, []) + [""])
        lengths = [len(p) for p in pools] + [len(p) for p in hard] + [len(says)] + [len(m) for m in mods]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        n = len(BOUGHT)
        sizes = np.array(lengths, dtype=np.int64)
        self.text_start, self.text_size = starts[:n], sizes[:n]
        self.hard_start, self.hard_size = starts[n : 2 * n], sizes[n : 2 * n]
        self.says_start, self.says_size = int(starts[2 * n]), len(says)
        self.mod_start, self.mod_size = starts[2 * n + 1 : -1], sizes[2 * n + 1 :]
        self.no_text = len(self.texts) - 1

    def _write_buyers(self) -> None:
        rows = {a[2]: n for n, a in enumerate(AGENCIES)}
        lists = {key: [rows[code] for code in line.split()] for key, line in BUYERS.items()}
        widest = max(map(len, lists.values()))
        self.buyers = np.array([(lists[b.buyers] * widest)[:widest] for b in BOUGHT], dtype=np.int64)
        self.buyers_size = np.array([len(lists[b.buyers]) for b in BOUGHT], dtype=np.int64)
        self.agency_cells = texts([cell(*a, *a) for a in AGENCIES])
        self.agency_code = texts([a[2] for a in AGENCIES])
        self.parent_agency = texts([cell(a[2], a[3].upper()) for a in AGENCIES])
        self.heads = texts([f"{a[4]}{yy:02d}{letter}" for a in AGENCIES for yy in (24, 25) for letter in LETTERS])
        self.defense = np.array([a[0] == "097" for a in AGENCIES])
        self.schedules = [a[2] for a in AGENCIES].index("4732")

    def _write_origins(self) -> None:
        codes = ["", *COUNTRIES]
        self.usa = codes.index("USA")
        self.origin_cells = texts(sum([three_notations(code) for code in codes], []))
        # A hundred equally likely origins for each row of BOUGHT; services have none of their own.
        hundred = {
            key: [
                codes.index(c.strip("'")) for c, n in (part.split() for part in line.split(",")) for _ in range(int(n))
            ]
            for key, line in ORIGINS.items()
        }
        self.origins = np.array([hundred.get(b.origin, [0] * 100) for b in BOUGHT], dtype=np.int64)
        self.away_country = np.array([codes.index(c[:3]) for c, _ in ABROAD], dtype=np.int64)
        self.made_codes = list(MANUFACTURE)
        self.made_cells = texts([cell(c, t) for c, t in MANUFACTURE.items()])

    # -- facts of awards -------------------------------------------------------------------------------------

    def _first_days(self, award: Ints, actions: Ints, vehicle: NDArray[np.bool_], order: NDArray[np.bool_]) -> Ints:
        """The day of the first action: vehicles early, their orders after them, many in the last two months."""
        last = LAST_ACTION - actions
        day = self.draw(award, "day", 700)
        rush = self.draw(award, "year-end rush", 100) < 20
        day = np.where(rush, 305 + 365 * (day % 2) + day % 55, day)
        day = np.where(order, 180 + day % 500, day)
        return np.where(vehicle, day % 180, np.minimum(day, last))

    def _actions(self, award: Ints) -> Ints:
        block = award // 10
        return self.action_count[self.draw(block, "layout", len(LAYOUTS)), award % 10]

    def _vehicle_shape(self, award: Ints) -> Ints:
        return np.where(self.draw(award, "agreement", 4) == 0, AGREEMENT, VEHICLE)

    def awards(self, number: Ints) -> Award:
        """Work out everything that all lines of one award share."""
        block = number // 10
        vehicle = number % 10 == 0
        chance = self.draw(number, "under a vehicle", 100)
        order = ~vehicle & (chance < 40)
        back = self.draw(number, "which vehicle", 6) % np.minimum(block + 1, 6)
        lead = np.where(order, (block - back) * 10, number)
        scheduled = ~vehicle & ~order & (chance < 55)
        good = self.choose(lead, "good", self.good_upto)
        agency = self.buyers[good, self.draw(lead, "buyer", 2**20) % self.buyers_size[good]]
        luck = self.draw(lead, "supplier", 2**20)
        supplier = self.trade[good] * SUPPLIERS_PER_TRADE + ((luck * luck >> 20) * SUPPLIERS_PER_TRADE >> 20)
        amount = self._amounts(number, good)
        shape = np.where(amount < 25_000_000, PURCHASE, CONTRACT)
        shape = np.where(order, np.where(self._vehicle_shape(lead) == AGREEMENT, CALL, ORDER), shape)
        shape = np.where(scheduled, SCHEDULE_ORDER, shape)
        shape = np.where(vehicle, self._vehicle_shape(number), shape)
        actions = self._actions(number)
        first_day = self._first_days(number, actions, vehicle, order)
        gap = np.minimum(5 + self.draw(number, "gap", 90), (LAST_ACTION - first_day) // actions)
        options = np.where(self.draw(number, "has options", 100) < 40, 1 + self.draw(number, "options", 4), 0)
        taken_back = (actions == 1) & ~vehicle & (self.draw(number, "taken back", 100) < 6)
        split = (actions >= 4) & ~vehicle & (self.draw(number, "split", 100) < 8)
        return Award(
            number, actions, lead, shape, good, agency, supplier, first_day, gap, amount, options, taken_back, split
        )

    def _amounts(self, award: Ints, good: Ints) -> Ints:
        """A long-tailed amount in cents: three to the power of sixteen coin tosses, times the size of the code."""
        tosses = self.draw(award, "size", 2**16)
        heads = np.zeros_like(tosses)
        for bit in range(16):
            heads += (tosses >> bit) & 1
        return self.unit[good] * (700 + self.draw(award, "amount", 600)) * 3**heads // 1000 + 100

    def _step(self, a: Award, j: int) -> tuple[Ints, Ints]:
        """Action j of each award: its kind and its signed cents."""
        key = a.number * MOST_ACTIONS + j
        vehicle = a.shape >= VEHICLE
        if j == 0:
            back = -(a.amount * (5 + self.draw(a.number, "taken share", 35)) // 100)
            cents = np.where(a.taken_back, back, np.where(vehicle, 0, a.amount))
            return np.where(a.taken_back, CLOSE, BASE), cents
        kind = self.choose(key, "action", shares(ACTION_WEIGHTS))
        kind = np.where((kind == CLOSE) & (j < a.actions - 1), ADMIN, kind)
        kind = np.where((kind == OPTION) & (a.options == 0), FUNDING, kind)
        kind = np.where(vehicle & (kind != OPTION), ADMIN, kind)
        u = self.draw(key, "share", 1000)
        percents = [0 * u, 80 + u % 40, 5 + u % 40, 0 * u, -1 - u % 20, 1 + u % 29, u % 21 - 8, -(u % 2) * (u % 6)]
        percent = np.choose(kind, [*percents, -30 - u % 50])
        # Odd cents, so that amounts do not all look like round shares of each other.
        cents = np.where(percent == 0, 0, a.amount * percent // 100 + np.sign(percent) * (u % 97))
        return kind, np.where(vehicle, 0, cents)

    def _money(self, a: Award, m: Ints) -> dict[str, Ints]:
        """Obligation of action m, and the running totals that USAspending prints beside it."""
        zero = np.zeros_like(m)
        vehicle = a.shape >= VEHICLE
        earlier = np.where(a.taken_back, a.amount * 2, 0)
        ceiling = np.where(vehicle, a.amount * 20, a.amount * (1 + a.options))
        out = {"kind": zero.copy(), "cents": zero.copy(), "exercised": zero.copy(), "all": zero.copy()}
        total, current = earlier.copy(), earlier.copy()
        potential = np.where(a.taken_back, earlier, 0)
        for j in range(int(m.max(initial=0)) + 1):
            kind, cents = self._step(a, j)
            live = j <= m
            exercised = np.where((kind == FUNDING) | (kind == ADMIN), 0, cents)
            now = current + exercised
            raised = np.where(a.taken_back, potential + exercised, np.maximum(np.maximum(ceiling, now), potential))
            here = j == m
            made = {"kind": kind, "cents": cents, "exercised": exercised, "all": raised - potential}
            out = {name: np.where(here, made[name], value) for name, value in out.items()}
            total = np.where(live, total + cents, total)
            current = np.where(live, now, current)
            potential = np.where(live, raised, potential)
        return out | {"total": total, "current": np.where(vehicle, 0, current), "potential": potential}

    # -- lines -----------------------------------------------------------------------------------------------

    def _places(self, low: int, high: int) -> tuple[Ints, NDArray[np.bool_], NDArray[np.bool_], Ints]:
        """For the lines low to high: first-hand number, is a repeat, is an older version, and the place itself."""
        place = np.arange(low, high, dtype=np.int64)
        if self.clean:
            none = np.zeros(len(place), dtype=bool)
            return place, none, none, place
        repeat, older = place % EVERY == self.repeat_at, place % EVERY == self.older_at
        first = self._first_hand_before(place)
        away = self.draw(place, "how far", 100)
        # An older version may stand before or after the newer one: readers must not lean on the order.
        other = np.where(older, first + away - 50, first - 1 - away % 50)
        other = np.clip(other, 1, self.first_hand - 1)
        other = np.where(other % 5 == 0, other - 1, other)  # never one of the troubled lines
        return np.where(repeat | older, other, first), repeat, older, place

    def _shuffle(self, first: Ints) -> Ints:
        """Mix the lines of one block, so that modifications of an award are neither neighbours nor in order."""
        whole = (first // BLOCK + 1) * BLOCK <= self.first_hand  # the last, incomplete block keeps its order
        return np.where(whole, first // BLOCK * BLOCK + first % BLOCK * 7 % BLOCK, first)

    def _award_numbers(self, a: Ints, agency: Ints, shape: Ints, first_day: Ints) -> list[str]:
        late = self.years[first_day + DAYS_BEFORE] - 2024
        heads = self.heads[(agency * 2 + late) * len(LETTERS) + shape]
        return [f"{h}{n:08d}" for h, n in zip(heads.tolist(), a.tolist(), strict=True)]

    def lines(self, low: int, high: int) -> tuple[str, Counts]:
        """Write the lines low to high - 1 (counted from 0, without header) and count what was put in."""
        first, repeat, older, place = self._places(low, high)
        line = self._shuffle(first)
        block = line // BLOCK
        layout = self.draw(block, "layout", len(LAYOUTS))
        a = self.awards(block * 10 + self.layouts[layout, line % BLOCK])
        m = self.action_no[layout, line % BLOCK]
        money = self._money(a, m)
        away = self.draw(place, "older money", 900)
        cents = np.where(older, money["cents"] + (1 + away) * np.where(away % 2 == 0, 100, -100), money["cents"])
        trouble = np.full(len(first), -1) if self.clean else np.where(repeat | older, -1, (first - self.start) % 1000)
        amounts, counts = self._written_amounts(cents, trouble, repeat, older)
        cells = self._ids(a, m, trouble) | self._dates(a, m, line, older, place, trouble)
        cells |= self._what(a, m, money["kind"], line) | self._terms(a)
        cells["money"] = [
            f"{o},{t},,{e},{c},{b},{p}"
            for o, t, e, c, b, p in zip(
                amounts,
                dollars(money["total"]),
                dollars(money["exercised"]),
                dollars(money["current"]),
                dollars(money["all"]),
                dollars(money["potential"]),
                strict=True,
            )
        ]
        columns = [cells[n] if n in cells else [n] * len(first) for n in LINE_PARTS]
        return "\n".join(map(",".join, zip(*columns, strict=True))) + "\n" if high > low else "", counts

    def _written_amounts(
        self, cents: Ints, trouble: Ints, repeat: NDArray[np.bool_], older: NDArray[np.bool_]
    ) -> tuple[list[str], Counts]:
        """Obligations as text, some careless, some unreadable; and the counts of this stretch."""
        written = dollars(cents)
        odd = np.isin(trouble, ODD_MONEY)
        unreadable = trouble == BAD_AMOUNT
        for i in np.flatnonzero(odd).tolist():
            written[i] = cell(oddly(int(cents[i]), int(cents[i]) // 7 + int(trouble[i]) // 205))
        for i in np.flatnonzero(unreadable).tolist():
            written[i] = UNREADABLE[int(cents[i]) % 2]
        counts = Counts(
            rows=len(written),
            exact_repeats=int(repeat.sum()),
            older_versions=int(older.sum()),
            bad_amount=int(unreadable.sum()),
            bad_date=int((trouble == BAD_DATE).sum()),
            no_award_id=int((trouble == NO_AWARD_ID).sum()),
            odd_money=int(odd.sum()),
            cents_of_all_parsable=int(cents[~unreadable].sum()),
            cents_of_exact_repeats=int(cents[repeat].sum()),
            cents_of_older_versions=int(cents[older].sum()),
        )
        return written, counts

    def _ids(self, a: Award, m: Ints, trouble: Ints) -> dict[str, list[str]]:
        """Keys as USAspending builds them, award number, modification, parent, permanent address."""
        piids = self._award_numbers(a.number, a.agency, a.shape, a.first_day)
        lead_actions = self._actions(a.lead)
        yes = np.ones(len(m), dtype=bool)
        lead_day = self._first_days(a.lead, lead_actions, yes, ~yes)
        parents = self._award_numbers(a.lead, a.agency, self._vehicle_shape(a.lead), lead_day)
        schedule = self.draw(a.number, "schedule", 300).tolist()
        mods = self.mod_numbers[np.where(a.taken_back, 4, np.where(a.split & (m > 0), m - 1, m))].tolist()
        second = (a.split & (m == 1)).tolist()
        subs = self.agency_code[a.agency].tolist()
        parent_agencies = self.parent_agency[a.agency].tolist()
        schedules = str(self.parent_agency[self.schedules])
        nameless = (trouble == NO_AWARD_ID).tolist()
        ids, links = [], []
        for i, shape in enumerate(a.shape.tolist()):
            sub, piid, mod, txn = subs[i], piids[i], mods[i], "1" if second[i] else "0"
            parent, owner, by = "-NONE-", "-NONE-", ",,,"
            if shape in (ORDER, CALL):
                parent, owner = parents[i], sub
                by = f"{parent_agencies[i]},{parent},0"
            elif shape == SCHEDULE_ORDER:
                parent, owner = f"ZZ47QS21D{schedule[i]:04d}", "4732"
                by = f"{schedules},{parent},0"
            key = f"CONT_AWD_{piid}_{sub}_{parent}_{owner}"
            if shape >= VEHICLE:  # vehicles carry no transaction number
                key, txn = f"CONT_IDV_{piid}_{sub}", ""
            links.append("" if nameless[i] else f"https://www.usaspending.gov/award/{key}/")
            if nameless[i]:
                ids.append(f",,,{mod},{txn},{by}")
            else:
                ids.append(f"{sub}_{owner}_{piid}_{mod}_{parent}_{txn or '-NONE-'},{key},{piid},{mod},{txn},{by}")
        return {"ids": ids, "link": links}

    def _dates(
        self, a: Award, m: Ints, line: Ints, older: NDArray[np.bool_], place: Ints, trouble: Ints
    ) -> dict[str, list[str]]:
        """Days of action, performance, ordering period, solicitation, and of the last change of the record."""
        vehicle = a.shape >= VEHICLE
        day = a.first_day + m * a.gap
        begin = a.first_day + self.draw(a.number, "start", 30)
        end = begin + np.where(a.options > 0, 364, 30 + self.draw(a.number, "length", 500))
        offset = DAYS_BEFORE
        acted = self.days[day + offset].tolist()
        for i in np.flatnonzero(trouble == BAD_DATE).tolist():
            acted[i] = "2024-02-30"
        years = (self.years[day + offset]).tolist()
        wait = np.where(self.draw(a.number, "hurried", 20) == 0, 1, 3 + self.draw(a.number, "wait", 200))
        asked = np.where(self.draw(a.number, "solicited", 100) < 30, "", self.days[a.first_day - wait + offset])
        limit = self.days[end + 365 * a.options + offset]
        ordering = self.days[a.first_day + 364 + 365 * self.draw(a.number, "ordering years", 5) + offset]
        changed = day + 41 + self.draw(line, "changed", 60) - np.where(older, 1 + self.draw(place, "older by", 40), 0)
        clock = self.clock[self.draw(line, "second", 28800)].tolist()
        changed_on = self.days[changed + offset].tolist()
        begun, ended = self.days[begin + offset].tolist(), np.where(vehicle, "", self.days[end + offset]).tolist()
        limits, orders = np.where(vehicle, "", limit + " 00:00:00").tolist(), np.where(vehicle, ordering, "").tolist()
        when = zip(acted, years, begun, ended, limits, orders, asked.tolist(), strict=True)
        return {
            "dates": [f"{d},{y},{b},{e},{p},{o},{s}" for d, y, b, e, p, o, s in when],
            "reported": self.days[day + self.draw(line, "reported", 4) + offset].tolist(),
            "changed": [d + t for d, t in zip(changed_on, clock, strict=True)],
        }

    def _what(self, a: Award, m: Ints, kind: Ints, line: Ints) -> dict[str, list[str]]:
        """What is bought, in which words, where it was made and where the work is done."""
        abroad = self.is_abroad[a.good]
        goods = self.is_goods[a.good]
        at = self.draw(a.number, "place", len(ABROAD))
        home = self.draw(a.number, "home", len(PLACES))
        shipped = goods & (self.draw(a.number, "delivered abroad", 100) < 3)
        place = np.where(abroad | shipped, self.away[at], self.home[home])
        # In a few awards the origin differs from one modification to the next.
        moved = self.draw(a.number, "moves", 100) < 2
        origin = self.origins[a.good, self.draw(a.number + np.where(moved, m, 0) * 10**9, "origin", 100)]
        origin = np.where(goods, origin, np.where(abroad, self.away_country[at], self.usa))
        notation = np.zeros_like(m) if self.clean else np.maximum(self.draw(line, "notation", 40) - 37, 0)
        base = self._base_text(a)
        return {
            "place": place.tolist(),
            "origin": self.origin_cells[origin * 3 + notation].tolist(),
            "made": self.made_cells[self._made(a, origin, goods)].tolist(),
            "text": self.texts[self._text(a, m, kind, line, base)].tolist(),
            "base text": self.texts[base].tolist(),
            "action": texts([cell(c, t) for c, t, _ in ACTIONS])[kind].tolist(),
            "psc": self.good_cells[a.good].tolist(),
            "naics": self.naics_cells[self._naics(a)].tolist(),
        }

    def _naics(self, a: Award) -> Ints:
        """The industry of the good; in three awards of a hundred that of something else, as happens."""
        stray = self.draw(a.lead, "stray industry", 100) < 3
        return np.where(stray, self.draw(a.lead, "which industry", len(BOUGHT)), a.good)

    def _made(self, a: Award, origin: Ints, goods: NDArray[np.bool_]) -> Ints:
        code = {c: n for n, c in enumerate(self.made_codes)}
        u = self.draw(a.number, "made", 100)
        reasons = [code[c] for c in "GLFJK"]
        foreign = np.select([u < 62, u < 72, u < 84, u < 89, u < 92], reasons, code["E"])
        foreign = np.where(self.is_technical[a.good] & (u < 55), code["H"], foreign)
        domestic = np.where(u < 88, code["D"], code["C"])
        made = np.where(origin == self.usa, domestic, foreign)
        made = np.where(origin == 0, np.where(u < 70, code[""], code["D"]), made)
        return np.where(goods, made, code["C"])

    def _base_text(self, a: Award) -> Ints:
        """The description of the award; some are empty, some say nothing, some hold quotes and line breaks."""
        u = self.draw(a.number, "words", 2**20)
        text = self.text_start[a.good] + u % self.text_size[a.good]
        luck = self.draw(a.number, "wordless", 100)
        if not self.clean:
            text = np.where(luck >= 97, self.hard_start[a.good] + u % self.hard_size[a.good], text)
        text = np.where(luck < 6, self.says_start + u % self.says_size, text)
        return np.where(luck < 2, self.no_text, text)

    def _text(self, a: Award, m: Ints, kind: Ints, line: Ints, base: Ints) -> Ints:
        """The description of the line: half of the modifications repeat the award's, half say what they change."""
        own = (kind != BASE) & (self.draw(line, "own words", 2) == 0)
        size = np.maximum(self.mod_size[kind], 1)
        return np.where(own, self.mod_start[kind] + self.draw(line, "which words", 2**16) % size, base)

    def _terms(self, a: Award) -> dict[str, list[str]]:
        """Buyer, supplier, competition, price, commercial procedures and the rest of the award's terms."""
        u = self.draw(a.number, "competition", 100)
        small = self.small[a.supplier]
        simple = a.amount < 25_000_000
        under = (a.shape >= ORDER) & (a.shape <= SCHEDULE_ORDER)
        how = np.where(u < 15, np.where(simple, 3, 2), np.where(simple, 1, 0))
        how = np.where(small & (u >= 60), np.where(u < 68, 5, 4), how)
        how = np.where(under & (u >= 15), 6, how)
        alone = (how == 2) | (how == 3)
        offers = np.where(alone, 1, 1 + self.draw(a.number, "offers", 4) * (1 + self.draw(a.number, "more offers", 3)))
        goods, abroad = self.is_goods[a.good], self.is_abroad[a.good]
        c = self.draw(a.number, "commercial", 100)
        domestic = np.isin(a.good, [n for n, b in enumerate(BOUGHT) if b.origin == "domestic"])
        commercial = np.where(c < np.where(domestic, 45, 85), 0, np.where(c < 96, 1, np.where(c < 98, 2, 3)))
        p = self.draw(a.number, "pricing", 100)
        pricing = np.where(p < 90, 0, np.where(p < 94, 1, np.where(goods, 0, np.where(p < 97, 2, 3))))
        plan = np.where(small | simple, self.draw(a.number, "plan", 2), 2 + self.draw(a.number, "plan", 2))
        labor = np.where(goods, "X,NOT APPLICABLE", np.where(abroad, "N,NO", "Y,YES"))
        wages = np.where(self.is_building[a.good] & ~abroad, "Y,YES", "X,NOT APPLICABLE")
        solicitation = [f"ZZ{n:08d}" if n % 4 else "" for n in self.draw(a.lead, "solicitation", 10**8).tolist()]
        technical = goods & self.is_technical[a.good] & (commercial == 0)
        return {
            "agency": self.agency_cells[a.agency].tolist(),
            "who": self.who[a.supplier].tolist(),
            "kinds": self.kinds[a.supplier].tolist(),
            "owner": np.where(self.foreign[a.supplier], *OWNERS).tolist(),
            "type": texts(AWARD_CELLS)[a.shape].tolist(),
            "parent type": texts(PARENT_CELLS)[a.shape].tolist(),
            "pricing": texts(PRICING)[pricing].tolist(),
            "solicitation": solicitation,
            "functions": np.where(goods, ",", "OT,OTHER FUNCTIONS").tolist(),
            "technology": np.where(technical, "A,COMMERCIALLY AVAILABLE", ",").tolist(),
            "plan": texts(SUBPLAN)[plan].tolist(),
            "competition": texts(COMPETITION)[how].tolist(),
            "offers": list(map(str, offers.tolist())),
            "commercial": texts(COMMERCIAL)[commercial].tolist(),
            "simplified": np.where(simple & (c % 2 == 0), "Y,YES", "N,NO").tolist(),
            "posted": np.where(alone | under, "X,NOT APPLICABLE", "Y,YES").tolist(),
            "labor": labor.tolist(),
            "wages": wages.tolist(),
            "undefinitized": np.where(self.draw(a.number, "letter", 100) == 0, "A,LETTER CONTRACT", "X,NO").tolist(),
            "performance": np.where(goods, "X,NOT APPLICABLE", np.where(p % 3 == 0, *PERFORMANCE)).tolist(),
        }
