"""How likely two names mean the same party: a short list of findings, each with its sentence, and their sum."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from buyfair.screen.align import Alignment, align
from buyfair.screen.names import Name, Word

_NOTHING: tuple[list[Word], list[Word]] = ([], [])


@dataclass(frozen=True, slots=True)
class Sides:
    """Two names, laid side by side, with what each finding needs.

    `parted` holds the words that did not meet by their kind, left and right. `met_left`, `met_right` and `met_both` are the
    weights that met, by their likeness; `met_own` those of words of their own, None where no such word met.
    """

    left: Name
    right: Name
    beside: Alignment

    parted: Mapping[str, tuple[list[Word], list[Word]]]
    met_left: float
    met_right: float
    met_both: float
    met_own: float | None

    def only(self, kind: str) -> tuple[list[Word], list[Word]]:
        """The words of this kind that stand on the left only, and on the right only."""
        return self.parted.get(kind, _NOTHING)


def lay(left: Name, right: Name, beside: Alignment) -> Sides:
    """Two names laid side by side: what met is weighed once, what did not is parted by kind."""
    ours = theirs = both = own = 0.0
    own_met = False
    for m in beside.met:
        a, b = _weight(m.left), _weight(m.right)
        ours += m.likeness * a
        theirs += m.likeness * b
        both += m.likeness * (a + b)
        if _own(m.left) or _own(m.right):
            own_met = True
            own += m.likeness * max(a, b)
    parted: dict[str, tuple[list[Word], list[Word]]] = {}
    for word in beside.left_only:
        parted.setdefault(word.kind, ([], []))[0].append(word)
    for word in beside.right_only:
        parted.setdefault(word.kind, ([], []))[1].append(word)
    return Sides(left, right, beside, parted, ours, theirs, both, own if own_met else None)


def _weight(words: Sequence[Word]) -> float:
    return words[0].weight if len(words) == 1 else sum([w.weight for w in words])


def met_share(s: Sides) -> float:
    """The share of the weight of both names that met, alike words by their likeness."""
    return s.met_both / ((s.left.weight + s.right.weight) or 1.0)


def smaller_met(s: Sides) -> float:
    """The share of the shorter name that met: 1 where it stands wholly in the longer one.

    Half of it where only words of the trade met and the longer one has a word of its own more (Solar Technology).
    """
    ours, theirs = s.only("word")
    left = s.met_left / (s.left.weight or 1.0) * (0.5 if theirs and not _own(s.left.words) else 1.0)
    right = s.met_right / (s.right.weight or 1.0) * (0.5 if ours and not _own(s.right.words) else 1.0)
    return max(left, right)


def _own(words: Sequence[Word]) -> bool:
    return "word" in [w.kind for w in words]


def own_words_extra(s: Sides) -> float:
    """Words of its own that one side has more."""
    a, b = s.only("word")
    return abs(_weight(a) - _weight(b))


def trade_swapped(s: Sides) -> float:
    """What the firm does differs: trade words on both sides that did not meet."""
    a, b = s.only("trade")
    return min(_weight(a), _weight(b)) if a and b else 0.0


def trade_extra(s: Sides) -> float:
    """Trade words that one side has more."""
    a, b = s.only("trade")
    return abs(_weight(a) - _weight(b))


def places_differ(s: Sides) -> float:
    """Each side names a place that the other does not."""
    (a, b), (c, d) = s.only("place"), s.only("country")
    return float(bool(a or c) and bool(b or d))


def place_extra(s: Sides) -> float:
    """One side names a town or a province more."""
    a, b = s.only("place")
    return float(bool(a) != bool(b))


def country_extra(s: Sides) -> float:
    """One side names a country more: often the sister firm there."""
    a, b = s.only("country")
    return float(bool(a) != bool(b))


SERIES = frozenset({"fund", "trust", "partners", "capital", "series"})
"""Words beside which a number counts the members of a series of one owner."""


def numbers_differ(s: Sides) -> float:
    """Each side has a number that the other has not: another prison, another regiment."""
    a, b = s.only("number")
    return float(bool(a) and bool(b) and not _of_a_series(s))


def series_differ(s: Sides) -> float:
    """Two members of one series of funds or trusts, told apart by their number alone."""
    a, b = s.only("number")
    return float(bool(a) and bool(b) and _of_a_series(s))


def _of_a_series(s: Sides) -> bool:
    return any(w.text in SERIES for m in s.beside.met for w in m.left)


def number_extra(s: Sides) -> float:
    """One side has a number more."""
    a, b = s.only("number")
    return float(bool(a) != bool(b))


def forms_differ(s: Sides) -> float:
    """Both sides have a legal form, of kinds that one party does not change between (a firm and an association)."""
    a, b = s.left.form, s.right.form
    return float(bool(a) and bool(b) and a != b and "ngo" in (a, b))


def letters_alike(s: Sides) -> float:
    """How alike the letters of both names are without gaps."""
    a, b = s.left, s.right
    alike = _alike(a.letters, b.letters)
    return alike if a.letters == a.run and b.letters == b.run else max(alike, _alike(a.run, b.run))


def _alike(a: str, b: str) -> float:
    return 1.0 - OSA.distance(a, b) / (max(len(a), len(b)) or 1)


OWN_MOST = 1.5
"""More weight of words of its own than this adds nothing."""


def own_met(s: Sides) -> float:
    """The weight of the words of its own that met: how much the agreement rests on."""
    return min(OWN_MOST, s.met_own or 0.0)


def no_own_met(s: Sides) -> float:
    """Both sides have words of their own, and none of them met: another firm in the same frame."""
    a, b = s.only("word")
    return float(bool(a) and bool(b) and s.met_own is None)


FINDINGS: tuple[Callable[[Sides], float], ...] = (
    met_share, smaller_met, own_met, letters_alike, own_words_extra, trade_swapped, trade_extra,
    places_differ, place_extra, country_extra, numbers_differ, number_extra, series_differ, forms_differ,
    no_own_met,
)  # fmt: skip


def findings(left: Name, right: Name) -> tuple[Sides, dict[str, float]]:
    """The two names side by side, and every finding by its name."""
    sides = lay(left, right, align(left, right))
    return sides, {f.__name__: f(sides) for f in FINDINGS}
