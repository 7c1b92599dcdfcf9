"""What stands beside a reform's reach: other sellers, leverage, and what a fee, a preference or a record would bring."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from buyfair.cards import words
from buyfair.cards.reform_words import (
    UNKNOWN,
    Document,
    award_sum,
    count,
    dollars,
    listed,
    many,
    part,
    span,
    spoken,
    texts,
)

_OFFERS = {"none_recorded": "not recorded", "one": "one offer", "two": "two offers", "three_or_more": "three offers or more"}


def supply(answer: Document) -> list[str]:
    """Whether there are other sellers, as far as offers are recorded."""
    told = part(answer, "supply")
    if not told:
        return ["How many offers came in for covered awards is not known."]
    offers = part(told, "offers")
    rows = [f"{name}: {_of_some(part(offers, key))}" for key, name in _OFFERS.items() if key in offers]
    return [*([words.clean(told["says"])] if told.get("says") else []),
            *([f"Of awards covered at most: {'; '.join(rows)}."] if rows else [])]  # fmt: skip


def _of_some(row: Document) -> str:
    return f"{many(row.get('awards'), 'award')}, {dollars(row.get('dollars'))}"


def leverage(answer: Document) -> list[str]:
    """How much of what the suppliers earn from these awards the reform would reach."""
    told = part(answer, "leverage")
    if not told:
        return ["What share of its federal revenue the reform reaches at each supplier is not known."]
    rows = [f"{words.clean(row.get('share'))}: {many(row.get('suppliers'), 'supplier')}, {dollars(row.get('dollars'))}"
            for row in listed(told, "quarters")]  # fmt: skip
    said = f"{words.sentence_case(many(told.get('suppliers'), 'supplier'))} would hold covered awards (at most)."
    return [f"{said} By the share of their dollars in these files that is covered: {'; '.join(rows)}." if rows else said]


def top_suppliers(answer: Document) -> list[tuple[str, str]]:
    """Suppliers with the most covered dollars, and of how many."""
    return [
        (words.clean(row.get("supplier") or "Supplier not recorded"),
         f"{dollars(row.get('covered'))} of {dollars(row.get('all'))}, {percent(row.get('share'))}")
        for row in listed(part(answer, "leverage"), "top")
    ]  # fmt: skip


def percent(value: object) -> str:
    """A share between 0 and 1 in percent."""
    if value is None:
        return f"share {UNKNOWN}"
    share = (Decimal(str(value)) * 100).quantize(Decimal(1), ROUND_HALF_UP)
    return f"{share}%"


def extras(answer: Document) -> list[tuple[str, list[str]]]:
    """Preference, fee, record and overlap, where the reform has them, each in its sentences."""
    found = (("Price preference", _preference(part(answer, "preference"))),
             ("Fee for independent monitoring", _fee(part(answer, "fee"))),
             ("If award records held more", _record(part(answer, "record"))),
             ("Beside the other reform", _overlap(part(answer, "overlap"))))  # fmt: skip
    return [(title, said) for title, said in found if said]


def _preference(told: Document) -> list[str]:
    if not told:
        return []
    mattered, one, silent = (award_sum(part(told, key)) for key in ("mattered", "one_offer", "offers_not_recorded"))
    return [
        f"A preference of {count(told.get('percent'))} percent could have mattered in {mattered}: two offers or more. It would "
        f"have cost at most {spoken(told.get('cost_ceiling'))} there; losers' prices are not public.",
        f"One offer only: {one}. Offers not recorded: {silent}.",
    ]


def _fee(told: Document) -> list[str]:
    if not told:
        return []
    raised, visits, sites = (part(told, name) for name in ("raised", "visits", "sites"))
    return [
        f"{words.sentence_case(many(told.get('basis_points'), 'basis point'))} of covered dollars raise "
        f"{span(dollars(raised.get('certain')), dollars(raised.get('possible')))}, enough for {_band(visits)} site visits.",
        f"Sites to visit as far as recorded: {many(sites.get('places_recorded'), 'place')}, "
        f"{many(sites.get('makers_recorded'), 'maker')}. {words.clean(told.get('says') or '')}".strip(),
    ]


def _band(row: Document) -> str:
    low, mid, high = (count(row.get(end)) for end in ("low", "mid", "high"))
    return f"{span(low, high)} (middle {mid})" if low != high else low


def _record(told: Document) -> list[str]:
    if not told:
        return []
    facts = words.listing(texts(told, "facts")) or "more facts"
    return [f"With {facts} on record, {award_sum(part(told, 'decidable'))} could be told that cannot be told today; "
            f"{award_sum(part(told, 'still_undecidable'))} still could not.",
            *(f"{words.clean(row.get('title') or row.get('id'))}: {award_sum(part(row, 'decidable'))} of "
              f"{award_sum(part(row, 'undecidable'))} could be told." for row in listed(told, "by_rule"))]  # fmt: skip


def _overlap(told: Document) -> list[str]:
    if not told:
        return []
    names = (("both", "by both"), ("only_this", "only by this one"), ("only_other", "only by the other"),
             ("together", "by either"))  # fmt: skip
    said = "; ".join(f"{name} {_two(part(told, key))}" for key, name in names)
    return [f"{words.clean(told.get('other') or 'The other reform')}. Newly in, for certain and at most: {said}."]


def _two(b: Document) -> str:
    ends = (part(b, name) for name in ("certain", "possible"))
    sure, most = (f"{count(row.get('awards'))} ({dollars(row.get('dollars'))})" for row in ends)
    return f"{sure} and {most}"
