"""Words of names: legal forms, trade words and their abbreviations, places, Chinese words, and how common each word is."""

from __future__ import annotations

from functools import cache

from buyfair.screen.vocabulary import Vocabulary
from buyfair.terms import bundled


@cache
def vocabulary() -> Vocabulary:
    """All of it, as the reader of names takes it."""
    forms = {tuple(r["form"].split()): r["kind"] for r in bundled.rows(__name__, "legal_forms.csv")}
    trade = frozenset(bundled.text(__name__, "trade.txt").split())
    spelled = {tuple(r["words"].split()): tuple(r["stands_for"].split()) for r in bundled.rows(__name__, "spelled.csv")}
    return Vocabulary(
        forms=forms,
        spelled=spelled,
        places={tuple(r["words"].split()): (r["place"], r["kind"]) for r in bundled.rows(__name__, "places.csv")},
        trade=trade,
        silent=frozenset(bundled.text(__name__, "silent.txt").split()),
        ideographs={r["word"]: (r["latin"], r["kind"]) for r in bundled.rows(__name__, "ideographs.csv")},
        other=_other(spelled),
        held=_held(),
        seen={r["word"]: int(r["names"]) for r in bundled.rows(__name__, "seen.csv.gz")},
        longest=max(map(len, forms)),
    )


def _held() -> int:
    number: int = bundled.card(__name__, "source.toml")["names_counted"]
    return number


def _other(spelled: dict[tuple[str, ...], tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """What a word written by its sound may mean."""
    held: dict[str, set[str]] = {}
    for row in bundled.rows(__name__, "sounds.csv"):
        meant = [word for part in row["means"].split() for word in spelled.get((part,), (part,))]
        held.setdefault(row["sound"], set()).update(meant)
    return {word: frozenset(meant) for word, meant in held.items()}
