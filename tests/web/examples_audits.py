"""Examples of what the addresses of contract texts open: one that was checked and has a gap, in the owner's upload."""

from __future__ import annotations

from examples import Example

from buyfair.web.audits import demo, taking
from buyfair.web.audits.checking import here
from buyfair.web.audits.models import ContractText
from buyfair.web.core.actor import Actor
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role


def checked(owner: Organization) -> ContractText:
    """The guards' contract, whose clause is missing."""
    officer = Actor(None, frozenset({(Role.CONTRACTING_OFFICER, owner.pk)}))
    batch = taking.batch_of(officer, owner, "example")
    with here():
        return demo.one(batch, officer, demo.GUARDS, demo.GUARDS_NUMBER, "checked")


def text(owner: Organization, party: Organization, person: User) -> Example:
    """The text."""
    made = checked(owner)
    return Example({"reference": made.reference}, "clause_audit", made.state)


def check(owner: Organization, party: Organization, person: User) -> Example:
    """Its first check."""
    made = checked(owner)
    return Example({"reference": made.reference, "number": 1}, "clause_audit", made.state)


def draft(owner: Organization, party: Organization, person: User) -> Example:
    """Its draft modification."""
    made = checked(owner)
    return Example({"reference": made.reference, "form": "txt"}, "clause_audit", made.state)


def upload(owner: Organization, party: Organization, person: User) -> Example:
    """What it came with."""
    batch = checked(owner).upload
    assert batch is not None
    return Example({"key": batch.pk})


def upload_draft(owner: Organization, party: Organization, person: User) -> Example:
    """The draft over all of it."""
    return Example({**upload(owner, party, person).keys, "form": "txt"})


THINGS = {"contract text": text, "check of a text": check, "draft modification": draft, "upload of texts": upload,
          "draft of an upload": upload_draft}  # fmt: skip
KEYS = {"audit_take": {"what": "texts", "form": "csv"}}
