"""Told facts that do not fit together: what is impossible is refused, the rest stands as told and is named aloud."""

from __future__ import annotations

from buyfair.judge.conditions import ALWAYS
from buyfair.judge.facts import Fact, Interval, Purchase
from buyfair.judge.numbers import Total
from buyfair.judge.seen import Setting
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.portion import IN_THE_PORTION, OUTSIDE
from buyfair.terms.errors import refuse


def refuse_impossible(purchase: Purchase) -> None:
    """Raises: InputRefusedError where two told facts cannot both be true."""
    solicited, awarded = purchase.told.get(f.SOL_DATE.key), purchase.told.get(f.AWARD_DATE.key)
    if solicited is not None and awarded is not None and awarded < solicited:
        given = f"award_date {awarded} lies before sol_date {solicited}"
        raise refuse(given, "an award after its solicitation", "mend one of them")
    if purchase.told.get(f.REGIME.key) is not None and purchase.told.get(f.OVERHAUL_PARTS.key) is not None:
        given = "One text of the FAR is told for all parts (regime), and single parts are told beside it (overhaul_parts)"
        raise refuse(given, "one of the two", "take one of them back, or say of it that you do not know")
    by = purchase.told.get(f.AWARDED_BY.key)
    for key, day in ((f.AWARD_DATE.key, awarded), (f.SOL_DATE.key, solicited)):
        if by is not None and day is not None and by < day:
            raise refuse(f"awarded_by {by} lies before {key} {day}", "a day on or after it", "mend one of them")
    against = purchase.told.get(f.SUBSTANTIATED.key)
    if purchase.told.get(f.CREDIBLE.key) is False and against in f.SUBSTANTIATED_AGAINST:
        given = f'substantiated is "{against}" while credible_information is false'
        raise refuse(given, "credible information behind every substantiated allegation", "mend one of them")


def contradictions(purchase: Purchase) -> tuple[str, ...]:
    """One sentence for each pair of told facts that cannot both be right. Empty where all fits."""
    lines = purchase.lines or ()
    found = [
        f"lines[{n}] is told as COTS and as bulk cargo; bulk cargo is never a COTS item, so it counts as not COTS."
        for n, line in enumerate(lines, start=1)
        if line.get(f.COTS.key) and line.get(f.BULK_CARGO.key)
    ]
    found += _days(purchase)
    at = Setting(purchase, {})
    possible: Interval | None = at.told(f.POSSIBLE_OUTSIDE)
    portion: Interval | None = at.told(f.VALUE_OUTSIDE)
    if possible is not None and possible.high is not None and portion is not None and possible.high < portion.low:
        pair = f"possible_outside is {possible.high:,.2f}, below value_outside {portion.low:,.2f}"
        found.append(f"{pair}; each is taken as told.")
    if lines:
        known = Total("", OUTSIDE, f.VALUE, "").measure(at).interval
        if possible is not None and possible.high is not None and possible.high < known.low:
            found.append(
                f"possible_outside is {possible.high:,.2f}, while the lines alone put {known.low:,.2f} abroad; "
                "the estimate is taken as told."
            )
        found += _portion(f.VALUE_OUTSIDE, at)
        found += _whole(at)
    return tuple(found)


def _days(purchase: Purchase) -> list[str]:
    sub, award, solicited = (purchase.told.get(x.key) for x in (f.SUB_AWARD_DATE, f.AWARD_DATE, f.SOL_DATE))
    earlier = award if award is not None else solicited
    if sub is None or earlier is None or sub >= earlier:
        return []
    return [f"sub_award_date {sub} lies before {'award_date' if award else 'sol_date'} {earlier}; each is taken as told."]


def _whole(at: Setting) -> list[str]:
    whole: Interval | None = at.told(f.ACQUISITION_VALUE)
    summed = Total("", ALWAYS, f.VALUE, "").measure(at).interval
    if whole is None or whole.high is None or whole.high >= summed.low:
        return []
    return [f"value is {whole.high:,.2f}, while the lines come to {summed.low:,.2f}; each is taken as told."]


def _portion(fact: Fact, at: Setting) -> list[str]:
    told: Interval | None = at.told(fact)
    summed = Total("", IN_THE_PORTION, f.VALUE, "").measure(at).interval
    if told is None or told.high is None:
        return []
    if told.high >= summed.low and (summed.high is None or told.low <= summed.high):
        return []
    upper = "more" if summed.high is None else f"{summed.high:,.2f}"
    return [
        f"value_outside is {told.low:,.2f}, while the lines come to {summed.low:,.2f} to {upper}; "
        "the portion is taken as told."
    ]
