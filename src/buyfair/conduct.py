"""The code of conduct for one purchase: its clauses, the text that carries them, and what is still to be found out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from buyfair.catalogue import fingerprint, listed_pairs
from buyfair.judge.facts import Interval, Purchase, Several
from buyfair.judge.judging import Judged, judge
from buyfair.judge.seen import LINES, Ask, Seen, Setting, least, most
from buyfair.judge.told import read_told
from buyfair.knowledge import facts as f
from buyfair.knowledge.conduct import TIERS, Clause, Hook, Part, clauses, code
from buyfair.knowledge.conduct.applies import CARRIED, FITS, RECRUITED, SMALL, WHEN
from buyfair.knowledge.conduct.flow_down import PRIVATE, REQUIRED, STANDINGS, Variant, Wording, variants
from buyfair.knowledge.countries import countries
from buyfair.purchase import law, vocabulary
from buyfair.terms.answer import Answer
from buyfair.terms.harm import AS_CONDUCT, ConductHarm, Harm

OPEN = "[not told: {}]"
"""A blank whose fact is not told; a text that holds one is not fit to send."""
TIER_WORDS = {"prime": "a supplier of the prime contractor", "first_tier": "a supplier of a first-tier subcontractor",
              "below": "a supplier below the first tier"}  # fmt: skip
"""The place of the supplier whom a flow-down text binds: one tier below the contract of the facts file."""


ON_THE_SPOT = (
    "Bought on the spot there is no text to carry the code; the officer can still prefer a seller who shows one."
)
EXCHANGE = ("What an exchange or commissary buys with non-appropriated funds stands outside the FAR: the authorities below do "
            "not reach it, and the rules of the exchange were not read.")  # fmt: skip
BELOW = (
    "These facts are those of a subcontract: only texts between firms are shown. The Government is no party to them."
)
SMALL_FIRM = ("A small firm is compared on the code, never passed or failed on it; one that is to be turned away on grounds "
              "of responsibility is first referred to the Small Business Administration (FAR 19.602-1(a)).")  # fmt: skip
BETWEEN_FIRMS = (PRIVATE, REQUIRED)
"""The standings of texts that a firm uses toward its supplier; the others are the Government's."""


@dataclass(frozen=True, slots=True)
class ClauseFor:
    """A clause at one purchase: whether it applies, its parts, and what the law already asks there, rule by rule."""

    clause: Clause
    seen: Seen
    parts: tuple[tuple[Part, Seen], ...]
    judged: tuple[Judged, ...]
    named_by_lists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VariantFor:
    """The texts of one kind of purchase: whether they fit, which lines they fit, and each wording with its blanks filled."""

    variant: Variant
    seen: Seen
    lines: tuple[int, ...]
    wordings: tuple[tuple[Wording, str], ...]


@dataclass(frozen=True, slots=True)
class ConductFor:
    """The code at one purchase. `tiers` are those whose duties concern it, `small` whether a small firm is meant.

    `cautions` are bounds that the told facts bring; `missing` the facts that would change it, the purchase's own first.
    """

    purchase: Purchase
    asked: date
    clauses: tuple[ClauseFor, ...]
    variants: tuple[VariantFor, ...]
    tiers: tuple[str, ...]
    small: Answer
    cautions: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def tier(self) -> str:
        """The tier of the contract that the facts are about; empty where it is not told."""
        return _tier(self.purchase)

    @property
    def applies(self) -> Answer:
        """Whether the purchase can carry the code at all."""
        return CARRIED.weigh(Setting(self.purchase, {})).answer


def conduct_for(told: Mapping[str, Any], asked: date) -> ConductFor:
    """The code for the facts of a file.

    Raises: InputRefusedError naming the key that is wrong.
    """
    purchase = read_told(told, vocabulary())
    at = Setting(purchase, {})
    judged = {j.rule.row: j for j in judge(law(), purchase, asked)}
    named, untold = _named_by_lists(purchase)
    held = tuple(_clause(c, at, judged, named) for c in clauses())
    applying = [c.clause.title for c in held if c.seen.answer is not Answer.NO]
    carried = CARRIED.weigh(at).answer is not Answer.NO
    chosen = tuple(_variant(v, at, applying) for v in variants())
    small = SMALL.weigh(at)
    tier = _tier(purchase)
    asks = [
        *(a for c in held for s in (c.seen, *(p for _, p in c.parts)) for a in s.missing),
        *(a for v in chosen for a in (*v.seen.missing, *_blanks(v, purchase))),
    ]
    if carried:
        asks += [*(() if tier else (at.ask(f.TIER),)), *small.missing, *untold]
    return ConductFor(
        purchase, asked, held, chosen, _tiers(tier, at), small.answer, _cautions(purchase, carried, small.answer),
        _ordered(asks),
    )  # fmt: skip


def _cautions(purchase: Purchase, carried: bool, small: Answer) -> tuple[str, ...]:
    found = {
        ON_THE_SPOT: not carried,
        EXCHANGE: purchase.told.get(f.AGENCY.key) == "exchange_or_commissary",
        BELOW: _tier(purchase) not in ("", TIERS[0]),
        SMALL_FIRM: carried and small is Answer.YES,
    }
    return tuple(words for words, holds in found.items() if holds)


def _ordered(asks: Iterable[Ask]) -> tuple[str, ...]:
    """Each path once: the lines themselves, the purchase's own facts, then line by line."""
    return tuple(dict.fromkeys(a.path for a in sorted(asks, key=lambda a: (a.path != LINES, a.order, a.path))))


def _clause(c: Clause, at: Setting, judged: Mapping[str, Judged], named: Mapping[ConductHarm, list[str]]) -> ClauseFor:
    """A part applies where its clause does and its own fact holds."""
    seen = WHEN[c.applies].weigh(at)
    parts = tuple((part, least([seen, WHEN[part.when].weigh(at)])) for part in c.parts)
    rows = dict.fromkeys(row for hook in c.law.values() for row in hook.rows)
    lists = tuple(words for harm in c.harms for words in named.get(harm, ()))
    return ClauseFor(c, seen, parts, tuple(judged[row] for row in rows), lists)


def _variant(v: Variant, at: Setting, applying: list[str]) -> VariantFor:
    """The variant fits where the purchase can carry a text and one of its lines is of this kind; only then it has texts."""
    carried = CARRIED.weigh(at)
    if not at.purchase.lines:
        return VariantFor(v, least([carried, Seen(Answer.UNKNOWN, missing=(Ask(LINES, (-1, 0)),))]), (), ())
    each = [FITS[v.fits].weigh(at.within(n)) for n in range(len(at.purchase.lines))]
    seen = least([carried, _any_of_lines(each)])
    lines = tuple(n for n, line in enumerate(each) if line.answer is seen.answer is not Answer.NO)
    texts = [w for w in v.wordings if _meant(w, at.purchase)] if seen.answer is Answer.YES else []
    return VariantFor(v, seen, lines, tuple((w, filled(w.text, at.purchase, lines, applying)) for w in texts))


def _meant(w: Wording, purchase: Purchase) -> bool:
    """In the file of a subcontract only what passes between firms; its tier not told, every text."""
    return _tier(purchase) in ("", TIERS[0]) or w.standing in BETWEEN_FIRMS


def _any_of_lines(each: list[Seen]) -> Seen:
    """A text is for each line of its kind: one line that is open stays to be asked though another one fits already."""
    seen = most(each)
    return Seen(seen.answer, seen.because, tuple(a for line in each for a in line.missing), seen.amounts)


def filled(text: str, purchase: Purchase, lines: tuple[int, ...], applying: list[str]) -> str:
    """The text with its blanks filled from the facts; what is not told stays open, visibly."""
    told = [(purchase.lines or ())[n] for n in lines]
    return text.format_map({
        "goods": _goods(told, lines), "clauses": _clauses(applying), "edition": code()["edition"],
        "tier_words": TIER_WORDS.get(_tier(purchase), OPEN.format("tier")), "place_words": _place(told, lines),
    })  # fmt: skip


def _blanks(v: VariantFor, purchase: Purchase) -> Iterator[Ask]:
    """The facts that a blank of the texts waits for, line by line."""
    written = " ".join(w.text for w, _ in v.wordings)
    for n in v.lines:
        line = (purchase.lines or ())[n]
        if "{goods}" in written and _good(line, n) == OPEN.format(f.GOOD_BOUGHT.path(n)):
            yield Ask(f.GOOD_BOUGHT.path(n), (n, f.GOOD_BOUGHT.order))
        if "{place_words}" in written and line.get(f.PERFORMED_OUTSIDE.key) is None:
            yield Ask(f.PERFORMED_OUTSIDE.path(n), (n, f.PERFORMED_OUTSIDE.order))


def _clauses(applying: list[str]) -> str:
    if len(applying) == len(clauses()):
        return f"all {len(applying)} clauses"
    return f"the clauses {'; '.join(applying)}"


def _goods(told: list[Mapping[str, Any]], lines: tuple[int, ...]) -> str:
    return "; ".join(dict.fromkeys(_good(line, n) for n, line in zip(lines, told, strict=True)))


def _good(line: Mapping[str, Any], n: int) -> str:
    """What a line buys: its good, else its product code; work has no good."""
    named = line.get(f.GOOD_BOUGHT.key) or line.get(f.END_PRODUCT.key)
    if named is not None:
        return str(named)
    if line.get(f.ITEM.key) not in (None, "supply"):
        return f"the work of line {n + 1}"
    code_told = line.get(f.CODE.key)
    return OPEN.format(f.GOOD_BOUGHT.path(n)) if code_told is None else f"what is bought under product code {code_told}"


def _place(told: list[Mapping[str, Any]], lines: tuple[int, ...]) -> str:
    """Where the work is done, as far as it is told: no fact names the very site."""
    outside = {n: line.get(f.PERFORMED_OUTSIDE.key) for n, line in zip(lines, told, strict=True)}
    untold = [f.PERFORMED_OUTSIDE.path(n) for n, place in outside.items() if place is None]
    if untold:
        return f" at {OPEN.format(', '.join(untold))}"
    if len(set(outside.values())) > 1:
        return " in the United States and outside it"
    return " outside the United States" if all(outside.values()) else " in the United States"


def _tier(purchase: Purchase) -> str:
    """The tier of the contract that the facts are about; empty where it is not told."""
    told: Interval | None = purchase.told.get(f.TIER.key)
    if told is None:
        return ""
    return TIERS[min(int(told.low), 2)]


def _tiers(tier: str, at: Setting) -> tuple[str, ...]:
    """The tiers that this contract's holder answers for: its own and those below; agents unless there are none."""
    own = TIERS[TIERS.index(tier or "prime") : 3]
    return own if RECRUITED.weigh(at).answer is Answer.NO else (*own, TIERS[3])


def _named_by_lists(purchase: Purchase) -> tuple[dict[ConductHarm, list[str]], tuple[Ask, ...]]:
    """What official lists say of the goods and places told, and the places that are not told though the good is listed."""
    found: dict[ConductHarm, list[str]] = {}
    asks: list[Ask] = []
    for n, line in enumerate(purchase.lines or ()):
        good, origin = line.get(f.GOOD_BOUGHT.key), line.get(f.ORIGIN.key)
        pairs = [p for p in listed_pairs() if p.good == good]
        places = origin if isinstance(origin, Several) else Several((), closed=False)
        if pairs and not places.closed:
            asks.append(Ask(f.ORIGIN.path(n), (n, f.ORIGIN.order)))
        for pair in pairs:
            if pair.country in places.items:
                words = f"{pair.list_id} {pair.edition}: {good}, {countries()[pair.country].name}"
                for harm in AS_CONDUCT[Harm(pair.harm)]:
                    found.setdefault(harm, []).append(words)
    return {harm: list(dict.fromkeys(words)) for harm, words in found.items()}, tuple(asks)


# As JSON


def code_document() -> dict[str, Any]:
    """The whole code as one JSON document."""
    return {
        "code": {"title": code()["title"], "edition": code()["edition"], "day": code()["day"].isoformat(),
                 "parts": [dict(part) for part in code()["part"]]},
        "knowledge": fingerprint(),
        "clauses": [clause_document(c) for c in clauses()],
        "flow_down": [{"id": v.id, "title": v.title, "texts": [_wording(w, w.text) for w in v.wordings]}
                      for v in variants()],
    }  # fmt: skip


def clause_document(c: Clause) -> dict[str, Any]:
    """One clause as one JSON document."""
    return {
        "id": c.id, "title": c.title, "harms": list(c.harms), "floor": c.floor, "tiers": dict(c.tiers),
        "small_firm": c.small_firm, "evidence": c.evidence, "grave": list(c.grave), "remedy": c.remedy, "buyer": c.buyer,
        "officer": c.officer, "means_not": c.means_not, "gap": c.gap, "inside_us": c.inside_us,
        "parts": [{"id": p.id, "when": WHEN[p.when].says(), "text": p.text} for p in c.parts],
        "limits": [{"days": x.days, "what": x.what, "reason": x.reason} for x in c.limits],
        "law": {tier: _hook(hook) for tier, hook in c.law.items()},
        "instruments": [{"cites": s.cites, "says": s.says, "mark": s.mark, "source": s.source,
                         "read_on": None if s.read_on is None else s.read_on.isoformat()} for s in c.instruments],
    }  # fmt: skip


def _hook(hook: Hook) -> dict[str, Any]:
    return {"level": hook.level, "rows": list(hook.rows), "cites": list(hook.cites), "says": hook.says or None}


def as_document(found: ConductFor) -> dict[str, Any]:
    """The code for one purchase as one JSON document."""
    return {
        "day": found.asked.isoformat(),
        "knowledge": fingerprint(),
        "code": {"title": code()["title"], "edition": code()["edition"]},
        "tiers": list(found.tiers),
        "small": str(found.small),
        "cautions": list(found.cautions),
        "clauses": [_clause_entry(c, found) for c in found.clauses],
        "flow_down": [_variant_entry(v) for v in found.variants],
        "missing": list(found.missing),
    }


def _clause_entry(c: ClauseFor, found: ConductFor) -> dict[str, Any]:
    own = c.clause
    return {
        "id": own.id, "title": own.title, "harms": list(own.harms), **_answer(c.seen), "floor": own.floor,
        "tiers": {tier: own.tiers[tier] for tier in found.tiers},
        "small_firm": None if found.small is Answer.NO else own.small_firm,
        "parts": [{"id": part.id, **_answer(seen), "text": part.text} for part, seen in c.parts],
        "evidence": own.evidence, "grave": list(own.grave), "remedy": own.remedy, "buyer": own.buyer,
        "officer": own.officer if found.tier in ("", TIERS[0]) else None,
        "law": [{"id": j.rule.row, "answer": str(j.answer), "title": j.rule.title} for j in c.judged],
        "named_by_lists": list(c.named_by_lists),
    }  # fmt: skip


def _answer(seen: Seen) -> dict[str, Any]:
    return {"answer": str(seen.answer), "because": list(dict.fromkeys(r.path for r in seen.because)),
            "missing": list(dict.fromkeys(a.path for a in seen.missing))}  # fmt: skip


def _variant_entry(v: VariantFor) -> dict[str, Any]:
    return {"id": v.variant.id, "title": v.variant.title, **_answer(v.seen), "lines": [n + 1 for n in v.lines],
            "texts": [_wording(w, text) for w, text in v.wordings]}  # fmt: skip


def _wording(w: Wording, text: str) -> dict[str, Any]:
    return {
        "kind": w.kind, "standing": w.standing, "means": STANDINGS[w.standing], "by_default": w.by_default, "text": text,
        "authorities": [{"id": a.id, "kind": a.kind, "says": a.says, "cites": list(a.cites), "mark": a.mark}
                        for a in w.authorities],
    }  # fmt: skip
