"""What stands beside a reform's reach: other sellers, leverage, and what a fee, a preference or a record would bring."""

from __future__ import annotations

from buyfair.cards import words
from buyfair.cards.reform_words import (
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


def offers(answer: Document) -> list[tuple[str, str, str]]:
    """Awards and dollars covered at most, by how many offers came in."""
    told = part(part(answer, "supply"), "offers")
    rows = ((name, part(told, key)) for key, name in _OFFERS.items() if key in told)
    return [(words.sentence_case(name), count(row.get("awards")), dollars(row.get("dollars"))) for name, row in rows]


def quarters(answer: Document) -> list[tuple[str, str, str]]:
    """Suppliers and their covered dollars, by the share of their dollars in these files that is covered."""
    return [(words.clean(row.get("share")), count(row.get("suppliers")), dollars(row.get("dollars")))
            for row in listed(part(answer, "leverage"), "quarters")]  # fmt: skip


def supply(answer: Document) -> str:
    """Whether there are other sellers, as far as offers are recorded."""
    told = part(answer, "supply")
    if not told:
        return "How many offers came in for covered awards is not known."
    return words.clean(told.get("says") or "Offers that came in for the awards that would be covered at most:")


def leverage(answer: Document) -> str:
    """How many suppliers the reform reaches; by what share of their dollars is the table of quarters."""
    told = part(answer, "leverage")
    if not told:
        return "What share of its federal revenue the reform reaches at each supplier is not known."
    firms = words.sentence_case(many(told.get("suppliers"), "supplier"))
    return f"{firms} would hold an award that is covered at most; by how much of their dollars in these files that is:"


def top_suppliers(answer: Document) -> list[tuple[str, str]]:
    """Suppliers with the most covered dollars, and of how many."""
    return [(words.clean(row.get("supplier") or "Supplier not recorded"), _reached(row))
            for row in listed(part(answer, "leverage"), "top")]  # fmt: skip


def _reached(row: Document) -> str:
    covered, whole = row.get("covered"), row.get("all")
    if covered is None or whole is None:
        return f"{dollars(covered)} of {dollars(whole)}"
    return f"{dollars(covered)} of {dollars(whole)}, {words.share(covered, whole)}"


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
