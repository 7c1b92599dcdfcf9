"""Each kind of evidence by itself, over made-up knowledge: codes, groups of codes, industries, words."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from buyfair import judgement
from buyfair.columns.embedded import Embedded
from buyfair.knowledge.naics import Fit
from buyfair.knowledge.psc_goods import Bridge
from buyfair.knowledge.sectors import ManualWork, Sector
from made_lines import Line, write_actions

Row = dict[str, object]


def row(psc: str, good: str | None, strength: str, words: str = "", against: str = "", naics: str = "", place: int = 0,
        sector: str = "food") -> Bridge:  # fmt: skip
    """A row of the bridge."""
    depth = "good" if good else ""
    trades = tuple(filter(None, naics.split("|")))
    return Bridge(psc, place, good, strength, depth, sector, words, against, trades, "made up", "made_up")


ROWS = (
    row("8905", "meat", "mostly", naics="3116|5531"),
    row("8905", "fish", "is", naics="3117|4244", place=1),
    row("8905", None, "none", naics="9", place=2),
    row("8910", None, "none"),
    row("8920", None, "none", sector=""),
    row("8930", "coffee", "is"),
    row("8930", "tea", "is", place=1),
    row("5810", "shrimp", "by_words", r"\bSHRIMP\b"),
    row("5820", "coffee", "may_contain", against=r"\bTEA\b"),
    row("58*", "tea", "by_words", r"\bTEA\b"),
    row("5*", None, "by_words", r"\bTEA\b|\bWATER\b"),
    row("*", "rice", "by_words", r"\bRICE\b|\bWATER\b", r"\bPAPER\b"),
    row("S*", "sugar", "by_words", r"\bSUGAR\b"),
)
WORK = (
    ManualWork("R425", "", r"\bADVICE\b", "made up"),
    ManualWork("R4*", r"\bPAINTING\b", r"\bSTUDY\b", "made up"),
)


@dataclass(frozen=True)
class Case:
    """One line, and what must come of it: sector, good, strength, what decided; class and reason where they matter."""

    name: str
    psc: str | None
    description: str | None = None
    naics: str | None = None
    origin: str | None = None
    place: str | None = None
    said: tuple[str | None, ...] = (None, None, None, None)
    exposure: str | None = None
    reason: str | None = None


MEAT = ("food", "meat", "mostly", "naics")
COFFEE = ("food", "coffee", "may_contain", "psc")
TEA = ("food", "tea", "is", "words")
RICE = ("food", "rice", "is", "words")
EGGS = ("food", None, "none", "psc")
ABROAD = ("abroad", None, None, "psc")
DISAGREE = {"exposure": "unknown", "reason": "codes_disagree"}

CASES = (
    Case("a row of an industry holds for it", "8905", "ORDER", "311611", said=MEAT),
    Case("another row for another industry", "8905", "ORDER", "424420", said=("food", "fish", "is", "naics")),
    Case("no row for this industry", "8905", "ORDER", "2"),
    Case("without an industry it is a chance", "8905", "ORDER", said=("food", "meat", "may_contain", "psc")),
    Case("a row of an industry may close", "8905", "ORDER", "9", "NOR", said=("food", None, "none", "naics"),
         exposure="no_listing"),
    Case("the code's own row stands, no group is asked", "5820", "COFFEE AND RICE", said=COFFEE),
    Case("own row contradicted, the group speaks", "5820", "TEA", said=TEA),
    Case("own words before those of the group", "5810", "SHRIMP AND TEA", said=("food", "shrimp", "is", "words")),
    Case("own words silent, the group speaks", "5810", "RICE AND TEA", said=TEA),
    Case("the narrowest group that speaks", "5899", "TEA AND WATER", said=TEA),
    Case("a wider one where it does not hold", "5999", "TEA AND RICE", said=("food", None, "not_bridged", "words")),
    Case("the widest", "6999", "WATER", said=RICE),
    Case("words of a group contradict too", "6999", "RICE PAPER", exposure="unknown", reason="not_bridged"),
    Case("no code: a star alone speaks", None, "RICE", origin="IND", said=RICE, exposure="possible_place_not_recorded"),
    Case("a good that it may hold, with no origin, is no certain good without place", "5820", "MORE MONEY",
         said=COFFEE, exposure="possible_through_input", reason="contents_not_recorded"),
    Case("nor is one grown elsewhere than its last step", "5820", "MORE MONEY", None, "USA",
         said=COFFEE, exposure="possible_through_input", reason="contents_not_recorded"),
    Case("a listed origin of a good that it may hold", "5820", "MORE MONEY", None, "COL",
         said=COFFEE, exposure="possible_through_input", reason="may_be_listed"),
    Case("a certain good, with no origin", "8930", "MORE MONEY", "111", said=("food", "coffee", "is", "psc"),
         exposure="possible_place_not_recorded", reason="place_not_recorded"),
    Case("a certain good, grown who knows where", "8930", "MORE MONEY", "111", "USA", said=("food", "coffee", "is", "psc"),
         exposure="possible_place_not_recorded", reason="stage_not_recorded"),
    Case("a star alone is no service", "R499", "RICE"),
    Case("services have their letter", "S203", "SUGAR AND RICE", said=("food", "sugar", "is", "words")),
    Case("a service that says something else", "S206", "GUARDS", exposure="not_goods", reason="service"),
    Case("a service that could have said it", "S206", None, exposure="unknown", reason="no_description"),
    Case("a service that no word could change", "R425", None, exposure="not_goods", reason="service"),
    Case("manual work by its code", "R425", "HELP", place="KWT", said=ABROAD),
    Case("words deny it", "R425", "ADVICE ON PAINTING", place="KWT"),
    Case("words make it", "R499", "PAINTING", place="KWT", said=("abroad", None, None, "words")),
    Case("words make and deny it", "R499", "PAINTING STUDY", place="KWT"),
    Case("words are needed", "R499", "HELP", place="KWT"),
    Case("not at home", "R499", "PAINTING", place="USA"),
    Case("no word decides: the codes disagree", "5820", "MORE MONEY", "541", **DISAGREE),
    Case("no text: the codes disagree", "5820", None, "541", **DISAGREE),
    Case("a row of the industry itself does not help", "8905", "ORDER", "55311611", **DISAGREE),
    Case("words decided: nothing is asked of the industry", "5810", "SHRIMP", "541", said=("food", "shrimp", "is", "words")),
    Case("an industry of which nobody said what it fits", "5820", "MORE MONEY", "111", said=COFFEE),
    Case("no industry told", "5820", "MORE MONEY", said=COFFEE),
    Case("nothing found, with an industry", "8910", "EGGS", "111", "NOR", said=EGGS, exposure="no_listing"),
    Case("nothing found, but no industry that could disagree", "8910", "EGGS", None, "NOR", said=EGGS,
         exposure="unknown", reason="no_naics"),
    Case("nothing found, and no sector that an industry could belie", "8920", "HAY", None, "NOR",
         said=(None, None, "none", "psc"), exposure="no_listing"),
    Case("of equally sure rows the first gives the good", "8930", "MORE MONEY", "111", "COL",
         said=("food", "coffee", "is", "psc")),
    Case("and all of them are looked up", "8930", "MORE MONEY", "111", "RWA",
         said=("food", "coffee", "is", "psc"), exposure="matched", reason="recorded_origin"),
    Case("without a code no origin is used, as listed as it may be", None, "RICE", origin="NOR", said=RICE,
         exposure="possible_place_not_recorded"),
    Case("manual work that fits its industry", "R425", "MORE MONEY", "541", place="KWT", said=ABROAD),
    Case("manual work that its industry belies is still a service", "R425", "MORE MONEY", "55", place="KWT",
         exposure="not_goods", reason="service"),
)  # fmt: skip


@pytest.fixture(scope="module")
def judged() -> Iterator[dict[str, Row]]:
    """All lines, judged at once by the made-up knowledge."""
    lines = [
        Line(c.name, c.name, c.psc, c.description, c.origin, c.place, Decimal(5), date(2024, 1, 1), None, c.naics)
        for c in CASES
    ]
    fits = {"54": Fit("54", ("abroad",), ""), "55": Fit("55", (), "")}
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as work:
        patch.setattr(judgement, "bridge", lambda: ROWS)
        patch.setattr(judgement, "sectors", lambda: {"abroad": Sector("abroad", "", "", (), WORK, ())})
        patch.setattr(judgement, "fit", lambda naics: fits.get(naics[:2]))
        engine = Embedded(Path(work))
        try:
            actions = engine.read(write_actions(Path(work) / "made.parquet", lines), "actions")
            yield {str(row["line_id"]): row for row in engine.rows(judgement.judge_actions(engine, actions).lines)}
        finally:
            engine.close()


@pytest.mark.parametrize("case", CASES, ids=[c.name for c in CASES])
def test_what_the_evidence_says_of_a_line(case: Case, judged: dict[str, Row]) -> None:
    found = judged[case.name]
    assert (found["sector"], found["good"], found["strength"], found["classified_by"]) == case.said
    assert found["exposure"] == case.exposure or case.exposure is None
    assert found["exposure_reason"] == case.reason or case.reason is None
