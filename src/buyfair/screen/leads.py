"""From names that somebody uses to leads: listed parties that each could be, with a score and the reason for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from buyfair.screen.addresses import AddressWords, read_address
from buyfair.screen.align import align
from buyfair.screen.index import Candidate, NameIndex
from buyfair.screen.likeness import Sides, findings, lay
from buyfair.screen.model import likelihood
from buyfair.screen.names import Name, Word, read, readings
from buyfair.screen.places_met import meet
from buyfair.screen.reach import findings_that_reach, needed
from buyfair.screen.said import quoted, why
from buyfair.screen.vocabulary import Vocabulary
from buyfair.terms.party import ListedParty

LEAST = 0.4
"""The score from which a pair of names is a lead."""

NEAR, MOST = 0.3, 12
"""How near by letters a listed name must be to be compared word by word, and how many are."""

RARE = 0.9
"""From which rarity a word can be taught by a list: a common one would stand for too much."""

LIGHTEST = 0.5
"""What the words of a name must say together: "The Holding Company" names nobody."""

SAME_COUNTRY, OTHER_COUNTRY = 0.7, -1.2
"""What a told country adds to the sum where the list names it too, and where the list names others."""

SAME_ADDRESS, OTHER_ADDRESS = 1.5, -0.5
"""What a told address adds where most of its places meet one that the list gives, and where none of them does."""

MOST_OF_AN_ADDRESS = 0.6

OTHER_NUMBER, NO_VESSEL = -2.0, -1.5
"""What it adds where both have a UEI and they differ, and where the listed one is a vessel and the other has a trade."""

OWN_SHAPE = frozenset({"uei", "lei", "cnpj", "imo"})
"""Schemes whose numbers nothing else looks like; five or nine signs may be many things."""

BY_SHAPE = 0.9
"""The score of a number that may be of another scheme, between names that are not alike."""


@dataclass(frozen=True, slots=True)
class Query:
    """One party that somebody asks about: its name, other names it is known to use, and what tells it apart."""

    row: int
    name: str
    also: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """A listed party that a query could be. `asked` and `listed` are the two strings that met.

    `score` is how likely both mean one party (0 to 1); 1 only where an official number is the same. A lead says nothing
    about what the party did.
    """

    query: Query
    party: ListedParty
    asked: str
    listed: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """How likely two names mean the same party, and the sentence why."""

    score: float
    why: str


def compare(left: str, right: str, known: Vocabulary) -> Comparison:
    """Two names of organizations beside each other: the matcher alone."""
    best = max(
        (findings(a, b) for a in readings(left, known) for b in readings(right, known)),
        key=lambda f: likelihood(f[1]),
        default=None,
    )
    if best is None:
        return Comparison(0.0, f"{quoted(left)} and {quoted(right)}: one of them has no letters to compare.")
    return Comparison(round(likelihood(best[1]), 3), why(best[0]))


class Screen:
    """Listed parties, ready to be asked.

    `places` has the names of countries by their codes; without `addresses` no address is compared.
    """

    def __init__(
        self, parties: Sequence[ListedParty], known: Vocabulary, places: Mapping[str, str] | None = None,
        addresses: AddressWords | None = None,
    ) -> None:  # fmt: skip
        self._places = places or {}
        self._addresses = addresses
        self.parties = tuple(parties)
        self._known = known = taught(self.parties, known)
        self._owners, self._names = _names_of(self.parties, known)
        self._index = NameIndex(self._names)
        self._numbers: dict[tuple[str, str], list[int]] = {}
        for at, party in enumerate(self.parties):
            for scheme, value in party.identifiers:
                self._numbers.setdefault((scheme, _bare(value)), []).append(at)

    def leads(self, queries: Sequence[Query], least: float = LEAST) -> Iterator[Lead]:
        """The leads of each query in its order, the likeliest first; a party appears once for a query."""
        asked = [(at, name) for at, q in enumerate(queries) for name in self._names_asked(q)]
        near: dict[int, list[tuple[Name, Candidate]]] = {}
        for found in self._index.candidates([name for _, name in asked], MOST, NEAR):
            at, name = asked[found.query]
            near.setdefault(at, []).append((name, found))
        for at, query in enumerate(queries):
            best: dict[int, Lead] = {}
            for owner, lead in (*self._by_number(query), *self._by_name(query, near.get(at, ()), least)):
                if owner not in best or _order(lead) > _order(best[owner]):
                    best[owner] = lead
            yield from sorted(best.values(), key=lambda x: (-x.score, x.party.list_id, x.party.key))

    def _names_asked(self, query: Query) -> list[Name]:
        asked = (name for given in dict.fromkeys((query.name, *query.also)) for name in readings(given, self._known))
        return [name for name in asked if name.weight >= LIGHTEST]

    def _by_number(self, query: Query) -> Iterator[tuple[int, Lead]]:
        for scheme, value in query.identifiers:
            for at in self._numbers.get((scheme, _bare(value)), ()):
                party = self.parties[at]
                sure = scheme in OWN_SHAPE or self._alike(query.name, party)
                words = f"{quoted(query.name)} and {quoted(party.name)}: the same {scheme.upper()} {_bare(value)}"
                more = "" if sure else "; the names are not alike, and other numbers have that shape too"
                yield at, Lead(query, party, query.name, party.name, 1.0 if sure else BY_SHAPE, f"{words}{more}.")

    def _alike(self, name: str, party: ListedParty) -> bool:
        """Whether a name is at all like one of a party's."""
        ours = readings(name, self._known)
        theirs = [n for listed in party.names for n in readings(listed, self._known)]
        return any(likelihood(findings(a, b)[1]) >= LEAST for a in ours for b in theirs)

    def _by_name(
        self, query: Query, near: Sequence[tuple[Name, Candidate]], least: float
    ) -> Iterator[tuple[int, Lead]]:
        least_sum = needed(least)
        for name, candidate in near:
            owner, listed = self._owners[candidate.name], self._names[candidate.name]
            party = self.parties[owner]
            sides = lay(name, listed, align(name, listed))
            more, words = self._country(query.countries, party.countries)
            apart, said = _apart(query, party, sides)
            most = more + apart + (SAME_ADDRESS if query.address else 0.0)
            found = findings_that_reach(sides, least_sum - most)
            if found is None:
                continue
            nearer, places = self._address(query.address, party.addresses)
            score = round(likelihood(found, more + nearer + apart), 3)
            if score >= least:
                words += places + said + _not_the_lists(listed.given, party)
                yield owner, Lead(query, party, name.given, listed.given, score, why(sides, words))

    def _country(self, asked: tuple[str, ...], listed: tuple[str, ...]) -> tuple[float, tuple[str, ...]]:
        """What countries add to the sum, and the words for it; one that is not told adds nothing."""
        if not asked or not listed:
            return 0.0, ()
        if both := set(asked) & set(listed):
            return SAME_COUNTRY, (f"both in {self._named(both)}",)
        return OTHER_COUNTRY, (f"the first in {self._named(asked)}, the second in {self._named(listed)}",)

    def _address(self, asked: str, listed: tuple[str, ...]) -> tuple[float, tuple[str, ...]]:
        """What an address adds to the sum, and the words for it; one that is not told adds nothing."""
        if self._addresses is None or not asked or not listed:
            return 0.0, ()
        ours = read_address(asked, self._addresses)
        met = max((meet(ours, read_address(a, self._addresses)) for a in listed), key=lambda m: max(m.left, m.right))
        if max(met.left, met.right) >= MOST_OF_AN_ADDRESS and met.words:
            return SAME_ADDRESS, (f"both addresses have {', '.join(met.words)}",)
        if not met.words:
            return OTHER_ADDRESS, ("no place of the one address stands in the other",)
        return 0.0, ()

    def _named(self, codes: Iterable[str]) -> str:
        return ", ".join(self._places.get(code, code) for code in sorted(codes))


def taught(parties: Sequence[ListedParty], known: Vocabulary) -> Vocabulary:
    """The vocabulary with what the lists themselves teach: where two names of one party differ in one word alone.

    A list that calls Hoshine Silicon also Hesheng Silicon says that hesheng may stand for hoshine.
    """
    held: dict[str, set[str]] = {word: set(also) for word, also in known.other.items()}
    for party in parties:
        first, *others = (read(given, known) for given in (*party.names, *(name for name, _ in party.known_as)))
        for other in others:
            beside = align(first, other)
            pair = _own_pair(beside.left_only, beside.right_only)
            if pair and any(m.how == "same" for m in beside.met) and min(map(known.rarity, pair)) >= RARE:
                held.setdefault(pair[0], set()).add(pair[1])
                held.setdefault(pair[1], set()).add(pair[0])
    return replace(known, other={word: frozenset(also) for word, also in held.items()}, weights=known.weights)


def _own_pair(left: Sequence[Word], right: Sequence[Word]) -> tuple[str, str] | None:
    """The one own word of each side that did not meet, where there is just one."""
    a, b = [w.text for w in left if w.kind == "word"], [w.text for w in right if w.kind == "word"]
    if len(a) == len(b) == 1 and min(len(a[0]), len(b[0])) >= 4:
        return a[0], b[0]
    return None


def _order(lead: Lead) -> tuple[float, bool]:
    """The likelier first; of two equal ones the name that the list itself gives."""
    return lead.score, lead.listed in lead.party.names


def _apart(query: Query, party: ListedParty, sides: Sides) -> tuple[float, tuple[str, ...]]:
    """What speaks against one party beside the names, and the words for it."""
    more, words = 0.0, []
    ours = _ueis(query) if query.identifiers else frozenset()
    theirs = _ueis(party) if ours else frozenset()
    if theirs and not ours & theirs:
        more += OTHER_NUMBER
        words.append(f"the UEIs differ ({', '.join(sorted(ours))} and {', '.join(sorted(theirs))})")
    if party.kind == "vessel" and any(w.kind in ("trade", "word") for w in sides.beside.left_only):
        more += NO_VESSEL
        words.append("the second is a vessel")
    return more, tuple(words)


def _ueis(one: Query | ListedParty) -> frozenset[str]:
    return frozenset(_bare(value) for scheme, value in one.identifiers if scheme == "uei")


def _not_the_lists(name: str, party: ListedParty) -> tuple[str, ...]:
    """Says of a name that the list does not give where it is known from."""
    source = dict(party.known_as).get(name)
    if source is None or name in party.names:
        return ()
    read = "recalled, read in no source: ask for the registration number" if source == "recalled" else f"read in {source}"
    return (f"the list itself does not give the second name, it has {quoted(party.name)} ({read})",)


def _names_of(parties: Sequence[ListedParty], known: Vocabulary) -> tuple[list[int], list[Name]]:
    owners: list[int] = []
    names: list[Name] = []
    for at, party in enumerate(parties):
        given = dict.fromkeys((*party.names, *(name for name, _ in party.known_as)))
        for name in (n for whole in given for n in readings(whole, known)):
            owners.append(at)
            names.append(name)
    return owners, names


@lru_cache(maxsize=1024)
def _bare(value: str) -> str:
    return "".join(c for c in value.upper() if c.isalnum())
