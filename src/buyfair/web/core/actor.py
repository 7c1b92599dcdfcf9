"""Who acts: an account with the roles it plays and the organizations it plays them for, or nobody in particular."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest

from buyfair.web.core.roles import Role


@dataclass(frozen=True)
class Program:
    """A program that acts under a token of somebody: the number of the token, and what it is called."""

    token: int
    name: str


@dataclass(frozen=True)
class Actor:
    """The roles of a request and where they are played; `user` is None without an account.

    `program` is told where no person sits at a page, but a program acts in that person's name. `across` is set by the
    guard where a role that acts may see what belongs to other organizations on this route.
    """

    user: Any | None
    parts: frozenset[tuple[Role, int]]
    across: bool = False
    program: Program | None = None

    @property
    def known(self) -> bool:
        """Whether somebody is logged in."""
        return self.user is not None

    @property
    def roles(self) -> frozenset[Role]:
        """Every role played anywhere; everybody is public."""
        return frozenset({Role.PUBLIC, *(role for role, _ in self.parts)})

    @property
    def organizations(self) -> frozenset[int]:
        """The organizations acted for, by key."""
        return frozenset(organization for _, organization in self.parts)

    def plays(self, role: Role, organization: int) -> bool:
        """Whether this role is played for this very organization."""
        return (role, organization) in self.parts

    def as_only(self, roles: frozenset[Role]) -> Actor:
        """The same person with these roles alone.

        Who buys for one office and is a supplier elsewhere must not see the supplier's papers as a buyer.
        """
        return replace(self, parts=frozenset(p for p in self.parts if p[0] in roles))


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request: asked of the database each time, so that a role that is taken is gone at once.

    Where a token came along, it is what the token plays, whatever else the browser is logged in as.
    """
    token: Actor | None = getattr(request, "token_actor", None)
    if token is not None:
        return token
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Actor(None, frozenset())
    parts = user.memberships.values_list("role", "organization_id")
    return Actor(user, frozenset((Role(role), organization) for role, organization in parts))
