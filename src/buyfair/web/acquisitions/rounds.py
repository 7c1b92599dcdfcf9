"""Which questions of a purchase come together: what decides its package, what decides more, and what only offers tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from buyfair.judge.facts import place
from buyfair.judge.seen import LINES
from buyfair.knowledge import facts as f
from buyfair.purchase import Duties
from buyfair.web.acquisitions import changes
from buyfair.web.acquisitions.asking import BESIDE, later_of
from buyfair.web.acquisitions.binding import asked
from buyfair.web.acquisitions.waiting import Waiting

SEVERAL_LINES, MOST = 6, 24
"""The lines of which one question is put at once, and the questions of one form."""
FROM_OFFERS = frozenset(
    one.key for one in (
        f.SMALL_BUSINESS, f.SEC_REGISTRANT, f.LIST_HIT, f.NON_US, f.MIGRANT, f.RELOCATION, f.RETURN_REQUIRED,
        f.HOUSING, f.WORK_DOCUMENT, f.RECRUITERS, f.PRC_WORKFORCE, f.NORTH_KOREAN, f.XINJIANG_LABOR, f.XINJIANG_INPUT,
        f.FORCED_LABOR, f.CONFLICT_MINERALS, f.MELTED_IN, f.HALF_COVERED,
    )
)  # fmt: skip
"""Facts of the firm, of its people and of its chain: before offers are in, an officer seldom can tell them."""
BASIS = frozenset({LINES, f.ITEM.key, f.CODE.key, f.GOOD_BOUGHT.key})
"""What is bought: nearly every other question of a line turns on it, so that it is asked before them."""


@dataclass(frozen=True)
class Rounds:
    """The open questions, each in one place, by the path of the fact.

    `now` decides what law requires in the package; `beside` decides what is within discretion, or rules alone; `offers` can be
    told only once offers are in; `later` was left open, or may have more to come.
    """

    now: tuple[str, ...]
    beside: tuple[str, ...]
    offers: tuple[str, ...]
    later: tuple[str, ...]


def rounds(found: Duties, told: Mapping[str, Any], waits: Waiting) -> Rounds:
    """The questions to put today, those of one form together; a fact that is asked beside another comes with it.

    Until it is told what is bought, of each line only that is asked, and what holds of the whole purchase.
    """
    paths = list(dict.fromkeys((*asked(found), *waits.names)))
    late = [path for path in paths if later_of(told, path)]
    fresh = [path for path in paths if path not in late]
    offers = [path for path in fresh if only_offers_tell(path)]
    basis = [path for path in fresh if _key(path) in BASIS]
    open_now = [path for path in fresh if path not in offers and not (basis and _hangs(path))]
    deciding = [path for path in open_now if path in waits.required or path in basis]
    first = sorted(deciding, key=lambda path: (path not in basis, -len(waits[path])))
    rest = [path for path in open_now if path not in deciding]
    return Rounds(*(tuple(_with(few, told)) for few in (_some(first), _some(rest), _some(offers), _some(late))))


def only_offers_tell(path: str) -> bool:
    """Whether the fact is one of the firm, of its people or of its chain."""
    return _key(path) in FROM_OFFERS


def _key(path: str) -> str:
    return place(path)[1]


def _hangs(path: str) -> bool:
    """Whether it is asked of a line, beyond what the line is and where it is made."""
    return place(path)[0] is not None and _key(path) not in (*BASIS, f.ORIGIN.key, f.VALUE.key)


def _some(paths: Sequence[str]) -> list[str]:
    """As many as one form takes; a question of one line is asked of its sister lines in the same place."""
    put: list[str] = []
    for key in dict.fromkeys(_key(path) for path in paths):
        sisters = [path for path in paths if _key(path) == key][:SEVERAL_LINES]
        if put and len(put) + len(sisters) > MOST:
            break
        put += sisters
    return put


def _with(paths: Iterable[str], told: Mapping[str, Any]) -> Iterable[str]:
    for path in paths:
        yield path
        beside = BESIDE.get(path)
        if beside is not None and (changes.value_at(told, beside) is None or later_of(told, path)):
            yield beside
