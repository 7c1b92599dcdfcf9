"""Editions of a list of parties, one after another: what changed between two, and who was listed when, removed ones too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce

from buyfair.terms.party import ListedParty, PartyEdition, Statement
from buyfair.terms.party_names import key


@dataclass(frozen=True, slots=True)
class Changes:
    """What a newer edition did: parties added and removed, parties under another name, parties of whom it says other things."""

    added: tuple[ListedParty, ...]
    removed: tuple[ListedParty, ...]
    renamed: tuple[tuple[ListedParty, ListedParty], ...]
    changed: tuple[tuple[ListedParty, ListedParty], ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.renamed or self.changed)


def changes(old: Iterable[ListedParty], new: Iterable[ListedParty]) -> Changes:
    """What changed from one edition to the next, each in the order of its edition."""
    held, brought = tuple(old), tuple(new)
    pairs = _same(held, brought)
    met = {after.key for after in pairs.values()}
    both = [(before, pairs[before.key]) for before in held if before.key in pairs]
    return Changes(
        tuple(p for p in brought if p.key not in met),
        tuple(p for p in held if p.key not in pairs),
        tuple((a, b) for a, b in both if key(a.name) != key(b.name)),
        tuple((a, b) for a, b in both if key(a.name) == key(b.name) and _said(a) != _said(b)),
    )


def _said(party: ListedParty) -> tuple[object, ...]:
    """What an edition says of a party, without where and when it was read."""
    statements = sorted((s.what, s.status, f"{s.since}", f"{s.until}", s.about) for s in party.statements)
    return statements, {key(n) for n in party.names}, party.with_subsidiaries, party.part_of


def _same(old: tuple[ListedParty, ...], new: tuple[ListedParty, ...]) -> dict[str, ListedParty]:
    """The party of the newer edition that each of the older is: by its key, else by a number or a name that only they share."""
    by_key = {p.key: p for p in new}
    found = {p.key: by_key[p.key] for p in old if p.key in by_key}
    left = [p for p in new if p.key not in found]
    by_sign: dict[str, set[str]] = {}
    for p in left:
        for sign in _signs(p):
            by_sign.setdefault(sign, set()).add(p.key)
    taken: set[str] = set()
    for p in old:
        candidates = {k for sign in _signs(p) for k in by_sign.get(sign, ())} - taken if p.key not in found else set()
        if len(candidates) == 1:
            (one,) = candidates
            found[p.key] = by_key[one]
            taken.add(one)
    return found


def _signs(party: ListedParty) -> Iterator[str]:
    """What makes two records one party: an identifier, or a whole name together with what kind it is."""
    yield from (f"{scheme}:{value}" for scheme, value in party.identifiers)
    yield from (f"{party.kind}:{key(name)}" for name in party.names)


def over_time(editions: Iterable[PartyEdition]) -> tuple[ListedParty, ...]:
    """The parties of the newest edition, then those that it removed; "listed then" can be asked of either.

    What a newer edition does not show any more was lifted on that edition's day, unless that edition is partial.
    """
    ordered = sorted(editions, key=lambda e: (e.published, e.name))
    if not ordered:
        return ()
    return reduce(_succeeded, ordered[1:], ordered[0].parties)


def _succeeded(held: tuple[ListedParty, ...], newer: PartyEdition) -> tuple[ListedParty, ...]:
    pairs = _same(held, newer.parties)
    before = {pairs[p.key].key: p for p in held if p.key in pairs}
    standing = (_joined(before[p.key], p, newer) if p.key in before else p for p in newer.parties)
    left = (p for p in held if p.key not in pairs)
    gone = (p if newer.partial else replace(p, statements=_lifted(p.statements, newer.published)) for p in left)
    return (*standing, *gone)


def _joined(old: ListedParty, new: ListedParty, newer: PartyEdition) -> ListedParty:
    """A party of two editions, under its first key: decisions of people about it are kept under that.

    What the newer edition says, what it says no more, and the names of both; where it is silent of numbers, addresses
    or countries, those of the older stay.
    """
    names, told = {key(n) for n in new.names}, {scheme for scheme, _ in new.identifiers}
    former = tuple(n for n in old.names if key(n) not in names)
    numbers = tuple((scheme, value) for scheme, value in old.identifiers if scheme not in told)
    return replace(
        new, key=old.key, statements=_statements(old, new, newer), aliases=(*new.aliases, *former),
        identifiers=(*new.identifiers, *numbers), addresses=new.addresses or old.addresses,
        countries=new.countries or old.countries,
    )  # fmt: skip


def _statements(old: ListedParty, new: ListedParty, newer: PartyEdition) -> tuple[Statement, ...]:
    """The statements of both: those that only the older makes are over, but where the newer edition is partial.

    A partial one tells less of each, so what it says is met by kind and first day; the fuller words stay.
    """
    if newer.partial:
        day = newer.published
        stood = {(s.what, s.since): s.held_on(day) is not False for s in old.statements}
        fresh = (s for s in new.statements if not stood.get((s.what, s.since)))
        again = (replace(s, since=day) if (s.what, s.since) in stood and s.held_on(day) else s for s in fresh)
        return (*old.statements, *again)
    before = {_which(s): s for s in old.statements}
    said = tuple(_going_on(s, before.get(_which(s)), newer.published) for s in new.statements)
    which = {_which(s) for s in said}
    return (*said, *_lifted(tuple(s for s in old.statements if _which(s) not in which), newer.published))


def _going_on(now: Statement, before: Statement | None, day: date) -> Statement:
    """A statement that an earlier edition made, too: known from that one on; one that had ended begins anew."""
    if before is None:
        return now
    ended = before.status == "lifted" and before.until is not None and before.until <= day
    if ended and now.status != "lifted" and (now.until is None or now.until > day):
        return replace(now, since=day)
    return replace(now, known_from=min(now.known_from, before.known_from))


def _which(s: Statement) -> tuple[object, ...]:
    return s.what, s.since, s.about


def _lifted(statements: tuple[Statement, ...], day: date) -> tuple[Statement, ...]:
    """Statements that a newer edition does not show: over on its day, unless an earlier end was told."""
    return tuple(
        s if s.until is not None and s.until <= day else replace(s, status="lifted", until=day) for s in statements
    )


def known_on(editions: Iterable[PartyEdition], day: date) -> tuple[PartyEdition, ...]:
    """The editions that count as known on a day, oldest first: those published on or before it.

    Where none was, the oldest one held tells what it dates on or before that day: an order of 1991 was known in 2018
    though the copy that shows it is newer. What it does not date counts as not known then; its name says that it is cut.
    """
    ordered = sorted(editions, key=lambda e: (e.published, e.name))
    known = tuple(e for e in ordered if e.published <= day)
    return known or tuple(_as_of(e, day) for e in ordered[:1])


def _as_of(edition: PartyEdition, day: date) -> PartyEdition:
    """What an edition says of days up to this one: later statements, and later ends of earlier ones, are left out."""
    name, parties = f"{edition.name}, as far as it dates by {day}", []
    for party in edition.parties:
        dated = (s for s in party.statements if s.since is not None and s.since <= day)
        held = tuple(
            s if s.until is None or s.until <= day else replace(s, until=None, status="in_force") for s in dated
        )
        if held:
            parties.append(replace(party, edition=name, statements=held))
    return replace(edition, name=name, parties=tuple(parties))
