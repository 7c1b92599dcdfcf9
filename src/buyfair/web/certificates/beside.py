"""What certificates say beside an award: which are on file, and which the law asks for while none is."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from buyfair.cards.dossier_on_file import Filed, Noted
from buyfair.cards.words import listing, long_day
from buyfair.web import received
from buyfair.web.certificates import checks
from buyfair.web.certificates.flow import FLOW
from buyfair.web.certificates.kinds import KINDS
from buyfair.web.certificates.models import Certificate
from buyfair.web.core.actor import Actor
from buyfair.web.core.beside import Beside, Held
from buyfair.web.core.clock import today
from buyfair.web.core.purchases import awarded_as
from buyfair.web.core.roles import Role

SHOWN = 30
"""How many certificates are named one by one; the newest first."""


def of_award(actor: Actor, award_id: str) -> Beside | None:
    """The certificates about an award, or noted for the purchase that it came of, that this actor may see, and the
    sentence about what is missing."""
    if not actor.roles & {who.role for who in FLOW.sees}:
        return None
    of_it = Q(award_id=award_id)
    for purchases in awarded_as(actor, award_id):
        of_it |= Q(award_id="", purchase__in=purchases)
    seen = Certificate.objects.seen_by(actor).filter(of_it).order_by("-pk")
    found = list(seen.prefetch_related("deadlines"))  # all: what is on file is said of them
    held = tuple(
        Held(f"{c.kind_of.label}, {c.reference}", c.get_absolute_url(), c.stands.label, _says(c)) for c in found[:SHOWN]
    )
    there = {c.what for c in found if _speaks(c)}
    begin = ("Note a certificate of this award", f"{reverse('certificate_new')}?award={received.quoted(award_id)}")
    return Beside(
        "Certificates",
        " ".join(_answer(award_id, there)),
        held,
        begin if Role.CONTRACTING_OFFICER in actor.roles else None,
        tuple(dict.fromkeys(kind.row for kind in KINDS.values())),
        tuple(Filed(c.kind_of.row, _filed(c)) for c in found),
        tuple(each for c in found for each in _noted(c)),
    )


def of_purchase(actor: Actor, reference: str) -> Beside | None:
    """The certificates that were noted for a planned purchase; `filed` are those that stand and that nobody challenged."""
    if not actor.roles & {who.role for who in FLOW.sees}:
        return None
    seen = Certificate.objects.seen_by(actor).filter(purchase=reference).order_by("-pk")
    found = list(seen.prefetch_related("deadlines")[:SHOWN])
    held = tuple(Held(f"{c.kind_of.label}, {c.reference}", c.get_absolute_url(), c.stands.label, _says(c)) for c in found)
    says = "On file is not the same as true." if held else "No certificate was noted for this purchase."
    begin = ("Note a certificate of this purchase", f"{reverse('certificate_new')}?purchase={received.quoted(reference)}")
    return Beside(
        "Certificates", says, held, begin if Role.CONTRACTING_OFFICER in actor.roles else None,
        tuple(dict.fromkeys(kind.row for kind in KINDS.values() if kind.before_award)),
        tuple(Filed(c.kind_of.row, _filed(c)) for c in found if _speaks(c)),
    )  # fmt: skip


def _answer(award_id: str, there: set[str]) -> Iterator[str]:
    told = received.duties(award_id)
    if told is None:
        yield "Which certificates the law asks for here could not be read."
        return
    for answer, says in (
        ("yes", "The law asks for this, and nothing is on file that speaks for today unchallenged: {}."),
        (
            "unknown",
            "Nothing is on file that speaks for today unchallenged, and whether the law asks for it cannot be told: {}.",
        ),
    ):
        lacking = [
            f"{k.label} ({k.row})" for k in KINDS.values() if told.answers.get(k.row) == answer and k.key not in there
        ]
        if lacking:
            yield says.format(listing(lacking))
    asked = [k for k in KINDS.values() if k.row in told.answers]
    if not asked:
        yield "As far as the award data tell, the law asks for no certificate here."
    elif all(k.key in there for k in asked):
        yield "Each certificate that the law asks for or may ask for is on file."
    yield "On file is not the same as true."


def _speaks(certificate: Certificate) -> bool:
    """Whether it counts as on file beside an award: it stands, its time is not over, no challenge is open."""
    last = checks.until(certificate)
    return (
        certificate.on_file
        and certificate.state not in ("challenged", "answered")
        and (last is None or last >= today())
    )  # fmt: skip


def _says(certificate: Certificate) -> str:
    if certificate.signed_on is None:
        return "Nothing is on file."
    if not certificate.on_file:
        return f"Nothing that stands is on file; the last was signed on {certificate.signed_on}."
    open_ = checks.doubts(certificate, today())
    signed = f"Signed on {certificate.signed_on}"
    return f"{signed}. {' '.join(check.says for check in open_) or 'Nothing on the paper speaks against it.'}"


def _filed(certificate: Certificate) -> str:
    """What the duty says of it: what was signed and received on which day and how it stands, or that nothing was."""
    stands = certificate.stands.label.lower()
    if certificate.signed_on is None:
        return f"Nothing is on file: {certificate.reference}, {stands}."
    signed = f"certificate signed {long_day(certificate.signed_on.isoformat())}"
    if certificate.received_on is not None:
        signed += f", received {long_day(certificate.received_on.isoformat())}"
    if not certificate.on_file:
        return f"Nothing that stands is on file: {signed}, {stands} ({certificate.reference})."
    last = checks.until(certificate)
    over = f" Its time was over on {long_day(last.isoformat())}." if last is not None and last < today() else ""
    how = "not relied on or challenged yet" if certificate.state == "filed" else stands
    return f"On file: {signed}, {how} ({certificate.reference}).{over}"


def _noted(certificate: Certificate) -> Iterator[Noted]:
    for deadline in certificate.deadlines.all():
        if deadline.ended_by_id is None and not certificate.stands.ends:
            yield Noted(certificate.kind_of.row, deadline.due, deadline.what, certificate.reference)
