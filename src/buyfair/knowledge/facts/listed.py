"""Whether what is bought is of a type on the list under Executive Order 13126, and whether a listed pair drops out."""

from __future__ import annotations

from buyfair.judge.conditions import all_of, any_line, any_of, at_least, named, not_
from buyfair.judge.groups import FirstTold, belongs, first_told
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.portion import IS_SUPPLY, acquisition_value

ISR, MX, GPA = "ISR", "MX", "GPA"
EXCEPTED = (
    ("EO13126_ISRAEL", "Israel", ISR),
    ("EO13126_MEXICO", "Mexico", MX),
    ("EO13126_TRADE", "an economy of a trade agreement", GPA),
)
"""Per trade exception of FAR 22.1503(b): the types listed for its economies, in words, and the value from which they drop."""


def of_type(group: str, words: str) -> FirstTold:
    """The line is of a type in a group: by the end product told, else by its good, else by its product code."""
    yes, no = f"is of a type {words}", f"is not of a type {words}"
    return first_told(
        belongs(f.END_PRODUCT, group, yes, no),
        belongs(f.GOOD_BOUGHT, group, yes, no, ask=f.END_PRODUCT),
        belongs(f.CODE, f"{group}_CODES", yes, no, ask=f.GOOD_BOUGHT),
        ask=f.GOOD_BOUGHT,
    )


listed_product_type = named(
    any_line(all_of(IS_SUPPLY, of_type("EO13126", "on the list under Executive Order 13126"))),
    "a supply is of a type on the list under Executive Order 13126, whatever its origin",
    "no supply is of a type on the list under Executive Order 13126",
)
"""The type decides, not the origin offered (FAR 22.1503(c): regardless of country of origin)."""

_OTHERS = of_type("EO13126_OTHERS", "listed for a country that no trade exception names")
_PAIRS = tuple((any_line(all_of(IS_SUPPLY, of_type(group, f"listed for {economy}"))), at_least(acquisition_value, amount))
               for group, economy, amount in EXCEPTED)  # fmt: skip
"""Per trade exception: a line of a type listed for its economies, and the value of the whole acquisition, weighed once."""

listed_pair_stands = named(
    any_of(any_line(all_of(IS_SUPPLY, _OTHERS)), *(all_of(line, not_(reached)) for line, reached in _PAIRS)),
    "a listed pair of product and country stands that no trade exception of FAR 22.1503(b) takes away",
    "every listed pair drops out by a trade exception of FAR 22.1503(b)",
)
some_listed_pair_drops_out = named(
    any_of(*(all_of(line, reached) for line, reached in _PAIRS)),
    "a listed pair drops out by a trade exception of FAR 22.1503(b)",
    "no listed pair drops out: none on the list as held is of an excepted economy at this value",
)
