"""Groups of goods, codes and countries: who belongs on a day, who may, and what is asked where nobody can tell."""

from __future__ import annotations

from datetime import date

import pytest

from buyfair import catalogue
from buyfair.judge.facts import Purchase, Several
from buyfair.judge.groups import Group, GroupVersion, belongs, first_told
from buyfair.judge.seen import Setting
from buyfair.knowledge import facts as f
from buyfair.terms.answer import Answer

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
READ_ON = date(2026, 1, 1)


def version(members: set[str], perhaps: set[str], first: date = date(2020, 1, 1)) -> GroupVersion:
    return GroupVersion("G", frozenset(members), frozenset(perhaps), first, "FAR 1", "", "read", READ_ON, "made up")


def weighed(told: object, held: GroupVersion | None) -> tuple[Answer, list[str]]:
    line = {} if told is None else {"origin": told}
    seen = belongs(f.ORIGIN, "G", "is in it", "is not in it").weigh(
        Setting(Purchase({}, (line,)), {}, {"G": held}, line=0)
    )
    return seen.answer, [m.path for m in seen.missing]


def test_a_member_belongs_a_name_too_wide_may_and_any_other_does_not() -> None:
    held = version({"CHN"}, {"RUS"})
    assert weighed(Several(("CHN", "BGD")), held) == (YES, [])
    assert weighed(Several(("RUS",)), held) == (UNKNOWN, ["lines[1].origin"])
    assert weighed(Several(("BGD",)), held) == (NO, [])
    assert weighed(Several(("BGD",), closed=False), held) == (UNKNOWN, ["lines[1].origin"])
    assert weighed(None, held) == (UNKNOWN, ["lines[1].origin"])


def test_nothing_is_asked_where_no_text_is_held_or_where_nothing_belongs() -> None:
    assert weighed(Several(("CHN",)), None) == (UNKNOWN, [])
    assert weighed(None, version(set(), set())) == (NO, [])


def test_a_group_is_unknown_before_its_first_version_and_after_its_reading_ends() -> None:
    group = Group("G", "a group", "countries", (version({"CHN"}, set()), version({"RUS"}, set(), date(2022, 1, 1))))
    assert group.on(date(2019, 12, 31)) is None
    assert group.on(date(2021, 12, 31)) is group.versions[0]
    assert group.on(date(2022, 1, 1)) is group.versions[1]
    assert group.on(date(2028, 1, 1)) is group.versions[1] and group.on(date(2028, 1, 2)) is None


@pytest.mark.parametrize(
    ("told", "answer", "asked"),
    [
        ({}, UNKNOWN, ["lines[1].good"]),
        ({"good": "garments"}, YES, []),
        ({"good": "lumber"}, UNKNOWN, ["lines[1].end_product_type"]),
        ({"good": "lumber", "end_product_type": "teak"}, YES, []),
        ({"psc": "8405"}, YES, []),
        ({"psc": "8415"}, UNKNOWN, ["lines[1].good"]),
        ({"psc": "8415", "good": "beef"}, NO, []),
    ],
)
def test_the_first_told_name_that_decides_speaks(told: dict[str, str], answer: Answer, asked: list[str]) -> None:
    groups = {name: group.on(date(2024, 1, 1)) for name, group in catalogue.groups().items()}
    way = first_told(
        belongs(f.END_PRODUCT, "EO13126", "is", "is not"),
        belongs(f.GOOD_BOUGHT, "EO13126", "is", "is not", ask=f.END_PRODUCT),
        belongs(f.CODE, "EO13126_CODES", "is", "is not", ask=f.GOOD_BOUGHT),
        ask=f.GOOD_BOUGHT,
    )
    seen = way.weigh(Setting(Purchase({}, (told,)), {}, groups, line=0))
    assert (seen.answer, [m.path for m in seen.missing]) == (answer, asked)


@pytest.mark.parametrize("group", catalogue.groups().values(), ids=lambda g: g.name)
def test_a_group_names_its_source_its_versions_ascend_and_no_name_both_is_and_may_be(group: Group) -> None:
    firsts = [v.first for v in group.versions]
    assert firsts == sorted(set(firsts)) and group.title and group.of
    for v in group.versions:
        assert v.cites and v.source and v.name == group.name and not v.members & v.perhaps
