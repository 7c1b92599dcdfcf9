"""Makes, reads and revokes tokens; a token never plays more than its maker still does for that organization."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from functools import partial

from django.core.mail import send_mail
from django.db import DatabaseError, transaction
from django.template.loader import render_to_string

from buyfair.terms.errors import refuse
from buyfair.web.api.models import ApiToken
from buyfair.web.core.accounts.people import changed
from buyfair.web.core.actor import Actor, Program
from buyfair.web.core.clock import now, today
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role

A_YEAR = 365
MARK = "bf_"
WITH_ACCOUNT = "as the account changed"
"""How a token ended that its maker's account took along."""


def made(maker: User, organization: Organization, name: str, roles: Iterable[Role], days: int = 90,
         by: User | None = None, how: str = "command") -> tuple[ApiToken, str]:  # fmt: skip
    """A new token and its secret, which is told this once; its maker is told by letter, and it stands in the record.

    Raises: InputRefusedError for a role that the maker does not play there, no role, or more than a year.
    """
    asked, plays = frozenset(roles), _plays(maker, organization.pk)
    if not asked or not asked <= plays:
        able = ", ".join(sorted(plays)) or "none"
        given = ", ".join(sorted(asked)) or "none"
        raise refuse(f"roles {given}", f"roles that the maker plays there ({able})", "name some of them")
    if not 1 <= days <= A_YEAR:
        raise refuse(f"{days} days", f"1 to {A_YEAR} days", "make it shorter, and anew when it ends")
    secret, moment = MARK + secrets.token_urlsafe(32), now()
    with transaction.atomic():
        row = ApiToken.objects.create(
            organization=organization, maker=maker, name=_plain(name), hashed=_hashed(secret),
            roles=sorted(r.value for r in asked), made_at=moment, expires_at=moment + timedelta(days=days),
        )  # fmt: skip
        _recorded(row, "token made", by, how)
    return row, secret


def revoked(token: ApiToken, by: User | None, how: str = "page") -> bool:
    """Ends a token; one that was ended stays as it was ended. Whether it ended now."""
    with transaction.atomic():
        if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now(), revoked_by=by):
            return False
        _recorded(token, "token ended", by, how)
    return True


def end_all(maker: User, part: tuple[int, str] | None = None) -> None:
    """Ends every token of somebody; where an organization and a role are told, those that play that role there."""
    standing = ApiToken.objects.filter(maker=maker, revoked_at=None)
    for token in standing if part is None else standing.filter(organization=part[0]):
        if part is None or part[1] in token.roles:
            revoked(token, None, WITH_ACCOUNT)


def _recorded(token: ApiToken, what: str, by: User | None, how: str) -> None:
    """The record of the account, and a letter to whoever's token it is, where somebody else did it."""
    of = token.organization
    changed(token.maker, what, by=by, how=how, organization=of, why=f"{token.name}, for {of}"[:300])
    if by != token.maker and how != WITH_ACCOUNT and token.maker.email:
        told = {"token": token, "by": by, "made": what == "token made"}
        letter = partial(send_mail, f"A {what} in your name in Buyfair", render_to_string("api/letter.txt", told), None,
                         [token.maker.email])  # fmt: skip
        transaction.on_commit(letter, robust=True)  # a letter that cannot be sent takes nothing back


def _plain(name: str) -> str:
    return "".join(c for c in name if c.isprintable()).strip()[:100] or "no name"


def actor_by(secret: str) -> Actor | None:
    """Who acts by a token: its maker, in those of its roles that the maker still plays; None where it counts no more."""
    if not secret.startswith(MARK) or len(secret) > 100:
        return None
    row = ApiToken.objects.select_related("maker").filter(hashed=_hashed(secret), revoked_at=None, expires_at__gt=now()).first()
    if row is None or not row.maker.is_active:
        return None
    if row.last_used != today():
        with suppress(DatabaseError):  # a program reads on where nothing can be written
            ApiToken.objects.filter(pk=row.pk).update(last_used=today())
    still = _plays(row.maker, row.organization_id) & {Role(r) for r in row.roles}
    parts = frozenset((role, row.organization_id) for role in still)
    return Actor(row.maker, parts, program=Program(row.pk, row.name))


def _plays(user: User, organization: int) -> frozenset[Role]:
    told = user.memberships.filter(organization=organization).values_list("role", flat=True)
    return frozenset(Role(role) for role in told)


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
