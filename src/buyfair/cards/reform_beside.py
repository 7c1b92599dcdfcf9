"""What stands beside a reform's reach: other sellers, leverage, and what a fee, a preference or a record would bring."""

from __future__ import annotations

from buyfair.cards import words
from buyfair.cards.reform_words import (
    MARKS,
    Document,
    award_sum,
    between,
    count,
    dollars,
    fact_words,
    listed,
    many,
    owed,
    part,
    span,
    spoken,
    texts,
)

_OFFERS = {"none_recorded": "not recorded", "one": "one offer", "two": "two offers", "three_or_more": "three offers or more"}


SHARE = "Share covered at most"


def offers(answer: Document) -> list[tuple[str, str, str]]:
    """Awards and dollars covered at most, by how many offers came in; none where they tell nothing."""
    return [(name, count(row.get("awards")), dollars(row.get("dollars"))) for name, row in offer_rows(answer)]


def offer_rows(answer: Document) -> list[tuple[str, Document]]:
    """The same with the figures themselves."""
    told = part(part(answer, "supply"), "offers")
    rows = [(words.sentence_case(name), part(told, key)) for key, name in _OFFERS.items() if key in told]
    return [] if _only_several(answer) or all(row.get("awards") == 0 for _, row in rows) else rows


def _only_several(answer: Document) -> bool:
    """Whether what is covered has two or more offers by its very meaning."""
    return bool(part(answer, "preference")) and not owed(answer)


def quarters(answer: Document) -> list[tuple[str, str, str]]:
    """Suppliers and their covered dollars, by the share of their dollars in these files that is covered."""
    return [(share, count(row.get("suppliers")), dollars(row.get("dollars"))) for share, row in quarter_rows(answer)]


def quarter_rows(answer: Document) -> list[tuple[str, Document]]:
    """The same with the figures themselves."""
    told = part(answer, "leverage")
    return [] if told.get("suppliers") == 0 else [(words.clean(row.get("share")), row) for row in listed(told, "quarters")]


def supply(answer: Document) -> str:
    """Whether there are other sellers, as far as offers are recorded."""
    told = part(answer, "supply")
    if not told:
        return "How many offers came in for covered awards is not known."
    if _only_several(answer):
        return "The preference is counted only where two or more offers came in: whether there is supply elsewhere is not told."
    return words.clean(told.get("says") or "Offers that came in for the awards that would be covered at most:")


def leverage(answer: Document) -> str:
    """How many suppliers the reform reaches; by what share of their dollars is the table of quarters."""
    told = part(answer, "leverage")
    if not told:
        return "What share of its federal revenue the reform reaches at each supplier is not known."
    if told.get("suppliers") == 0:
        return "No supplier would hold a covered award."
    return (f"At most {many(told.get('suppliers'), 'supplier')} would hold a covered award. Below, by the share of their "
            "dollars in these files that is covered at most; what else they sell to the government is not in it.")  # fmt: skip


def top_suppliers(answer: Document) -> list[tuple[str, str]]:
    """Suppliers with the most covered dollars, and of how many."""
    return [(words.clean(row.get("supplier") or "Supplier not recorded"), _reached(row))
            for row in listed(part(answer, "leverage"), "top")]  # fmt: skip


def _reached(row: Document) -> str:
    covered, whole = row.get("covered"), row.get("all")
    if covered is None or whole is None:
        return f"{dollars(covered)} of {dollars(whole)}"
    return f"at most {dollars(covered)} of {dollars(whole)}, {words.share(covered, whole)}"


def extras(answer: Document) -> list[tuple[str, list[str]]]:
    """Subcontractors, preference, fee, record and overlap, where the reform has them, each in its sentences."""
    found = (("Subcontractors", _subcontractors(part(answer, "subcontractors"))),
             ("Price preference", _preference(part(answer, "preference"))),
             ("Fee for independent monitoring", _fee(part(answer, "fee"))),
             ("If award records held more", _record(part(answer, "record"))),
             ("Beside the other reform", _overlap(part(answer, "overlap"))))  # fmt: skip
    return [(title, said) for title, said in found if said]


def _subcontractors(told: Document) -> list[str]:
    if not told:
        return []
    says = words.clean(told.get("says") or "")
    if not told.get("recorded"):
        return [says]
    return [f"Reached anew are {span(count(told.get('certain')), count(told.get('possible')))} subcontractors. {says}"]


def _preference(told: Document) -> list[str]:
    if not told:
        return []
    mattered, one, silent = (award_sum(part(told, key)) for key in ("mattered", "one_offer", "offers_not_recorded"))
    return [
        f"A preference of {count(told.get('percent'))} percent could have mattered in {mattered}, at most: two offers or more "
        f"came in. Over all days of these files it would have cost at most {spoken(told.get('cost_ceiling'))} there; losers' "
        "prices are not public.",
        f"One offer only: {one}. Offers not recorded: {silent}.",
    ]


def _fee(told: Document) -> list[str]:
    if not told:
        return []
    raised = span(*(dollars(part(told, "raised").get(end)) for end in ("certain", "possible")))
    points = words.sentence_case(many(told.get("basis_points"), "basis point"))
    return [f"{points} of covered dollars raise {raised} over all days of these files, {_visits(told)}",
            _sites(part(told, "sites")), words.clean(told.get("says") or "")]  # fmt: skip


def _visits(told: Document) -> str:
    visits, source = part(told, "visits"), words.clean(told.get("visit_cost_source") or "")
    if not visits:
        return "and what a visit to a site costs is not told."
    mark = MARKS.get(str(told.get("visit_cost_mark")))
    cost = f" What a visit costs: {source}{f' ({mark})' if mark else ''}." if source else ""
    return f"enough for {_band(visits)} site visits.{cost}"


def _sites(told: Document) -> str:
    """What records say of the sites to visit: of no site where it is made."""
    makers, placed = (told.get(key) for key in ("suppliers_that_make_goods", "awards_with_origin_country"))
    return (f"Of {many(told.get('awards'), 'award')} covered at most, {count(placed)} record a country of origin, and "
            f"{many(makers, 'supplier')} said to make goods.")  # fmt: skip


def _band(row: Document) -> str:
    low, mid, high = (count(row.get(end)) for end in ("low", "mid", "high"))
    return f"{span(low, high)} (middle {mid})" if low != high else low


_TAKES = 3  # groups of facts that are named as what it would take


def _record(told: Document) -> list[str]:
    if not told:
        return []
    facts = words.listing(fact_words(key) for key in texts(told, "facts")) or "more facts"
    could, rest = (award_sum(part(told, key)) for key in ("decidable", "still_undecidable"))
    return [f"With {facts} on record, {could} could be told that cannot be told today; {rest} still could not, because they "
            "wait for other facts too.", *map(_take, listed(told, "would_take")[:_TAKES]), *_by_rule(told)]  # fmt: skip


def _take(row: Document) -> str:
    """Which facts together would tell some awards that no single one does."""
    facts = words.listing(fact_words(key) for key in texts(row, "facts"))
    return f"{words.sentence_case(award_sum(row))} would take {facts}."


def _by_rule(told: Document) -> list[str]:
    """Per duty what could be told; duties of which nothing could are counted."""
    rows = listed(told, "by_rule")
    some = [row for row in rows if part(row, "decidable").get("awards") != 0]
    said = [f"{words.clean(row.get('title') or row.get('id'))}: {award_sum(part(row, 'decidable'))} of "
            f"{award_sum(part(row, 'undecidable'))} could be told." for row in some]  # fmt: skip
    none = len(rows) - len(some)
    told_none = f"By themselves these facts settle nothing for {words.many(none, 'duty', 'duties')} that cannot be told."
    return [*said, told_none] if none else said


def _overlap(told: Document) -> list[str]:
    if not told:
        return []
    names = (("both", "by both"), ("only_this", "only by this one"), ("only_other", "only by the other"),
             ("together", "with both in force"))  # fmt: skip
    said = "; ".join(f"{name} {_two(part(told, key))}" for key, name in names if part(told, key))
    other = words.clean(told.get("title") or told.get("other") or "The other reform")
    return [f"{other}. Covered anew, from certain to at most: {said}.", *(words.clean(s) for s in (told.get("says"),) if s)]


def _two(b: Document) -> str:
    return f"{between(b, 'awards')} awards ({between(b, 'dollars')})"
