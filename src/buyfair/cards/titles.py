"""What an award bought and where, in the words that are certain: the good itself, made of it, or what it may hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buyfair.cards import words
from buyfair.cards.tables import Row
from buyfair.knowledge import psc

ABROAD = "labor_services_abroad"
_SURE = {"mostly": "most likely ", "may_contain": "may hold "}
_MADE = {"is": "made of ", "mostly": "most likely made of ", "may_contain": "may be made of "}
_FEW = 2  # so many materials are named; of more only the number
_WITH_ARTICLE = ("Bahamas", "Central African Republic", "Democratic Republic of the Congo", "Dominican Republic", "Gambia",
                 "Maldives", "Netherlands", "Philippines")  # fmt: skip


def title(row: Row, named: Mapping[str, str]) -> str:
    """Say what was bought and where, as one line."""
    return ", ".join(filter(None, (thing(row), place(row, named))))


def thing(row: Row) -> str:
    """Say what an award bought: no more than is certain, and apart from it what another line of it may be."""
    met = _met(row)
    if row.get("sector") == ABROAD or met is None:
        return words.sector_label(ABROAD) if row.get("sector") == ABROAD else words.thing(row)
    own = words.sentence_case(code_name(met.get("psc"), met.get("psc_title")))
    said = good(met) if met.get("good") is not None else None
    if said is not None and met.get("depth") == "main_material":
        said = f"{own}, {said}" if own else said
    if met.get("in_largest", True):
        return words.sentence_case(said) if said else own or words.good_label(None)
    if said is not None and met.get("good") == row.get("good") and met.get("largest_strength") in _SURE:
        likely = good({"good": met["good"], "depth": met.get("depth"), "strength": met["largest_strength"]})
        return f"{words.sentence_case(likely)}; on other lines for certain"
    largest = words.sentence_case(code_name(row.get("psc"), met.get("largest_psc_title"))) or "Largest line without a code"
    return f"{largest}; on other lines {_lower(said or own or 'nothing told')}"


def good(met: Row) -> str:
    """Say a good with how surely it was bought, and whether the lists name it or what it is made of."""
    name, strength = words.clean(met["good"]), str(met.get("strength"))
    if met.get("depth") == "main_material":
        return f"{_MADE.get(strength, _MADE['may_contain'])}{name}{_others(met, 'material')}"
    said = f"{_SURE.get(strength, '')}{name}"
    if strength == "may_contain":
        return f"{said}{_others(met, 'good')}"
    if strength == "is" and met.get("reason") in ("may_be_listed", "contents_not_recorded"):
        return f"{said}, maybe of a listed kind"
    return f"{said}{_materials(met)}"


def _others(met: Row, kind: str) -> str:
    """Say how many more goods it may be, where its code stands for several."""
    goods = met.get("goods")
    more = goods - 1 if isinstance(goods, int) and met.get("strength") == "may_contain" else 0
    return f" or one of {more:,} other {kind}s" if more > 1 else f" or another {kind}" if more else ""


def _materials(met: Row) -> str:
    told = met.get("materials")
    named = [words.clean(each) for each in told] if isinstance(told, (list, tuple)) else []
    if not named:
        return ""
    return f" made of {words.listing(named)}" if len(named) <= _FEW else f" made of {len(named)} listed materials"


def place(row: Row, named: Mapping[str, str]) -> str:
    """Say which place is recorded, and of what: of the last step of making, never of an input or of mixed contents."""
    if row.get("sector") == ABROAD:
        return f"performed in {_country(row.get('country'), named)}" if row.get("country") else "place of work not recorded"
    met = _met(row)
    if met is None:
        return words.country_label({**row, "name": named.get(str(row.get("country")), row.get("name"))}) if row.get(
            "country") is not None else "place not recorded"  # fmt: skip
    where = None if met.get("country") is None else _country(met["country"], named)
    reason = met.get("reason")
    if where is None:
        service = str(met.get("psc") or "").isascii() and str(met.get("psc") or "")[:1].isalpha()
        return "goods in it not recorded" if service and met.get("good") is None else "place not recorded"
    if reason in ("recorded_origin", "may_be_listed"):
        return f"recorded as made in {where}"
    return f"last made in {where}{_BEFORE.get(str(reason), '')}"


_BEFORE = {
    "stage_not_recorded": "; where it was grown or mined is not recorded",
    "contents_not_recorded": "; where its contents were grown or mined is not recorded",
    "input_listed": "; where its materials come from is not recorded",
}


def _country(code: object, named: Mapping[str, str]) -> str:
    name = words.clean(named.get(str(code), code))
    the = name in _WITH_ARTICLE or name.startswith("United ") or name.endswith(" Islands")
    return f"the {name}" if the else name


def code_name(code: object, title_: object = None) -> str:
    """Say a product code by its name; nothing where there is no code."""
    if code is None:
        return ""
    name = words.clean(title_ if title_ is not None else psc.title(words.clean(code)) or "")
    return f"{words.plain_case(name)} (product code {words.clean(code)})" if name else f"product code {words.clean(code)}"


def _lower(text: str) -> str:
    """The words as they stand inside a sentence; what is written in capitals stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _met(row: Row) -> Mapping[str, Any] | None:
    told = row.get("met")
    return told if isinstance(told, Mapping) else None
