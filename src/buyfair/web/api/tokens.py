"""Makes, reads and revokes tokens; a token never plays more than its maker still does for that organization."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from buyfair.terms.errors import refuse
from buyfair.web.api.models import ApiToken
from buyfair.web.core.actor import Actor, Program
from buyfair.web.core.clock import now, today
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role

A_YEAR = 365
MARK = "bf_"


def made(maker: User, organization: Organization, name: str, roles: Iterable[Role], days: int = 90) -> tuple[ApiToken, str]:
    """A new token and its secret, which is told this once.

    Raises: InputRefusedError for a role that the maker does not play there, no role, or more than a year.
    """
    asked, plays = frozenset(roles), _plays(maker, organization.pk)
    if not asked or not asked <= plays:
        able = ", ".join(sorted(plays)) or "none"
        given = ", ".join(sorted(asked)) or "none"
        raise refuse(f"roles {given}", f"roles that the maker plays there ({able})", "name some of them")
    if not 1 <= days <= A_YEAR:
        raise refuse(f"{days} days", f"1 to {A_YEAR} days", "make it shorter, and anew when it ends")
    secret = MARK + secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        organization=organization, maker=maker, name=name[:100], hashed=_hashed(secret), roles=sorted(r.value for r in asked),
        made_at=now(), expires_at=now() + timedelta(days=days),
    )  # fmt: skip
    return row, secret


def revoked(token: ApiToken, by: User | None) -> None:
    """Ends a token; one that was ended stays as it was ended."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now(), revoked_by=by)


def end_all(maker: User, part: tuple[int, str] | None = None) -> None:
    """Ends every token of somebody; where an organization and a role are told, those that play that role there."""
    standing = ApiToken.objects.filter(maker=maker, revoked_at=None)
    for token in standing if part is None else standing.filter(organization=part[0]):
        if part is None or part[1] in token.roles:
            revoked(token, None)


def actor_by(secret: str) -> Actor | None:
    """Who acts by a token: its maker, in those of its roles that the maker still plays; None where it counts no more."""
    if not secret.startswith(MARK) or len(secret) > 100:
        return None
    row = ApiToken.objects.select_related("maker").filter(hashed=_hashed(secret), revoked_at=None, expires_at__gt=now()).first()
    if row is None or not row.maker.is_active:
        return None
    if row.last_used != today():
        ApiToken.objects.filter(pk=row.pk).update(last_used=today())
    still = _plays(row.maker, row.organization_id) & {Role(r) for r in row.roles}
    parts = frozenset((role, row.organization_id) for role in still)
    return Actor(row.maker, parts, program=Program(row.pk, row.name))


def _plays(user: User, organization: int) -> frozenset[Role]:
    told = user.memberships.filter(organization=organization).values_list("role", flat=True)
    return frozenset(Role(role) for role in told)


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
