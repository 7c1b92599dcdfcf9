"""What somebody typed of what is bought, held against the goods of the lists and the product and service codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from buyfair.cards.words import clean, listing
from buyfair.knowledge.goods import Good, good_named, goods, wider
from buyfair.knowledge.psc import codes

MOST = 5
"""Goods, and again codes, offered at once."""
TOO_COMMON = frozenset(
    {"and", "the", "for", "with", "other", "from", "services", "service", "new", "cots", "item", "items", "work"}
)
ALSO = {"dining": ("food",), "catering": ("food",), "canteen": ("food", "dining"), "meals": ("food",), "laptop": ("computer",),
        "laptops": ("computer",), "notebook": ("computer",), "notebooks": ("computer",), "tablets": ("computer",),
        "phones": ("telephone",), "uniforms": ("clothing", "garments"), "uniform": ("clothing", "garments"),
        "guards": ("guard",), "cleaning": ("custodial", "janitorial"), "cleaners": ("custodial", "janitorial"),
        "masks": ("medical",), "cars": ("passenger",), "boots": ("footwear",), "shoes": ("footwear",),
        **dict.fromkeys(("shirts", "trousers", "jackets", "coats", "coveralls", "pants"),
                        ("clothing", "garments", "outerwear"))}  # fmt: skip
"""Words of everyday speech, and how codes and lists say it."""
SERVED = ("service", "services", "operation")
NOT_SERVED = "CEXYZ"
"""Letters of codes that build, buy, rent or mend a place."""


@dataclass(frozen=True)
class Offer:
    """One thing that the words may mean: `key` good or psc, its value, what it is called, and why it is offered."""

    key: str
    value: str
    words: str
    why: str

    @property
    def id(self) -> str:
        """As the form sends it."""
        return f"{self.key}:{self.value}"


def meant(words: str) -> Offer | None:
    """What the words mean beyond doubt: a name of a good, or a code."""
    if (good := good_named(words)) is not None:
        return Offer("good", good.name, good.name, "the lists name it so")
    code = codes().get(words.strip().upper())
    return Offer("psc", code.psc, f"{code.psc} {code.title.capitalize()}", "it is a code") if code is not None else None


def chosen(given: str) -> Offer | None:
    """The offer that a form sent back; None where there is no such good or code."""
    key, _, value = given.partition(":")
    found = meant(value) if key in ("good", "psc") else None
    return found if found is not None and found.key == key else None


def offers(words: str, item: str = "") -> list[Offer]:
    """Goods and codes that the words may mean, the nearest first; `item` is what the purchase is told to be, or empty."""
    said = re.findall(r"[a-z]{3,}", clean(words).lower())
    every = [other for part in said for other in (part, *ALSO.get(part, ()))]
    parts = [stem(part) for part in every if part not in TOO_COMMON]
    if not parts:
        return []
    served = item == "service" or not item and bool(set(said) & set(SERVED))
    of = tuple(c for c in _codes() if c[1].value[:1].isdigit()) if item == "supply" else _codes()
    return [*([] if served else _best(_goods(), parts, served)), *_best(of, parts, served)]


def _best(among: tuple[tuple[frozenset[str], Offer], ...], parts: list[str], served: bool) -> list[Offer]:
    """Those that hold most of the words, the shortest first; where a service was named, services before things."""
    scored = [(sum(part in stems for part in parts), _thing(offer) if served else False, len(_stems(offer.words)), offer)
              for stems, offer in among]  # fmt: skip
    found = sorted((s for s in scored if s[0]), key=lambda s: (s[1], -s[0], s[2], s[3].value))
    return [offer for *_, offer in found[:MOST]]


def _thing(offer: Offer) -> bool:
    return not offer.value[:1].isalpha() or offer.value[:1] in NOT_SERVED


def stem(word: str) -> str:
    """A word without the ends that a plural or a form gives it."""
    for end in ("ing", "ies", "es", "s"):
        if word.endswith(end) and len(word) - len(end) >= 3:
            return word[: -len(end)]
    return word.rstrip("ey") if len(word) > 4 else word


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(part) for part in re.findall(r"[a-z]{3,}", text.lower()))


def _covers(good: Good) -> str:
    """What a good stands for: what it is a kind of, and which narrower goods the lists name beside it."""
    said = ["good of the lists" if good.listed_as else "good"]
    if above := wider(good.name):
        said.append(f"a kind of {listing(above)}: both are looked up")
    if good.kinds:
        said.append(f"takes in {listing(good.kinds)}, which the lists name apart")
    return "; ".join(said)


@cache
def _goods() -> tuple[tuple[frozenset[str], Offer], ...]:
    return tuple(
        (
            _stems(" ".join((g.name, *g.aliases, *g.listed_as))),
            Offer("good", g.name, g.name, _covers(g)),
        )
        for g in goods().values()
    )


@cache
def _codes() -> tuple[tuple[frozenset[str], Offer], ...]:
    return tuple((_stems(c.title), Offer("psc", c.psc, f"{c.psc} {c.title.capitalize()}", "product or service code"))
                 for c in codes().values() if not c.last_day)  # fmt: skip
