"""How likely two names mean the same party: a short list of findings, each with its sentence, and their sum."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from buyfair.screen.align import Alignment, align
from buyfair.screen.names import Name, Word


@dataclass(frozen=True, slots=True)
class Sides:
    """Two names, laid side by side, with what each finding needs."""

    left: Name
    right: Name
    beside: Alignment

    parted: Mapping[str, tuple[list[Word], list[Word]]]

    def only(self, *kinds: str) -> tuple[list[Word], list[Word]]:
        """The words of these kinds that stand on the left only, and on the right only."""
        if len(kinds) == 1:
            return self.parted.get(kinds[0], _NEITHER)
        held = [self.parted.get(kind, _NEITHER) for kind in kinds]
        return [w for left, _ in held for w in left], [w for _, right in held for w in right]


_NEITHER: tuple[list[Word], list[Word]] = ([], [])


def lay(left: Name, right: Name, beside: Alignment) -> Sides:
    """Two names laid side by side, the words that did not meet parted by kind."""
    parted: dict[str, tuple[list[Word], list[Word]]] = {}
    for at, words in enumerate((beside.left_only, beside.right_only)):
        for word in words:
            parted.setdefault(word.kind, ([], []))[at].append(word)
    return Sides(left, right, beside, parted)


def met_share(s: Sides) -> float:
    """The share of the weight of both names that met, alike words by their likeness."""
    met = sum(m.likeness * (sum(w.weight for w in m.left) + sum(w.weight for w in m.right)) for m in s.beside.met)
    return met / ((s.left.weight + s.right.weight) or 1.0)


def smaller_met(s: Sides) -> float:
    """The share of the shorter name that met: 1 where it stands wholly in the longer one.

    Half of it where only words of the trade met and the longer one has a word of its own more (Solar Technology).
    """
    shares = []
    for name, side, other in ((s.left, 0, s.beside.right_only), (s.right, 1, s.beside.left_only)):
        met = sum(m.likeness * sum(w.weight for w in m.sides[side]) for m in s.beside.met)
        generic = not _own(name.words) and _own(other)
        shares.append(met / (name.weight or 1.0) * (0.5 if generic else 1.0))
    return max(shares)


def _own(words: Iterable[Word]) -> bool:
    return any(w.kind == "word" for w in words)


def own_words_extra(s: Sides) -> float:
    """Words of its own that one side has more."""
    a, b = s.only("word")
    return abs(sum(w.weight for w in a) - sum(w.weight for w in b))


def trade_swapped(s: Sides) -> float:
    """What the firm does differs: trade words on both sides that did not meet."""
    a, b = s.only("trade")
    return min(sum(w.weight for w in a), sum(w.weight for w in b))


def trade_extra(s: Sides) -> float:
    """Trade words that one side has more."""
    a, b = s.only("trade")
    return abs(sum(w.weight for w in a) - sum(w.weight for w in b))


def places_differ(s: Sides) -> float:
    """Each side names a place that the other does not."""
    a, b = s.only("place", "country")
    return float(bool(a) and bool(b))


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
    return max(_alike(s.left.letters, s.right.letters), _alike(s.left.run, s.right.run))


def _alike(a: str, b: str) -> float:
    return 1.0 - OSA.distance(a, b) / (max(len(a), len(b)) or 1)


def own_met(s: Sides) -> float:
    """The weight of the words of its own that met: how much the agreement rests on."""
    return min(1.5, sum(m.likeness * m.weight for m in s.beside.met if _own((*m.left, *m.right))))


def no_own_met(s: Sides) -> float:
    """Both sides have words of their own, and none of them met: another firm in the same frame."""
    a, b = s.only("word")
    return float(bool(a) and bool(b) and not any(_own((*m.left, *m.right)) for m in s.beside.met))


FINDINGS: tuple[Callable[[Sides], float], ...] = (
    met_share, smaller_met, own_met, letters_alike, own_words_extra, trade_swapped, trade_extra,
    places_differ, place_extra, country_extra, numbers_differ, number_extra, series_differ, forms_differ,
    no_own_met,
)  # fmt: skip


def findings(left: Name, right: Name) -> tuple[Sides, dict[str, float]]:
    """The two names side by side, and every finding by its name."""
    sides = lay(left, right, align(left, right))
    return sides, {f.__name__: f(sides) for f in FINDINGS}
