"""What a move of a risk needs beyond its table, each in a sentence: who may own it, which days fit, what a message holds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from buyfair.cards.words import NOT_ABOUT_SUPPLIER
from buyfair.web.casework.deeds import assignable
from buyfair.web.casework.needs import LONGEST
from buyfair.web.core.clock import day_of
from buyfair.web.core.models import User
from buyfair.web.risks.flow import MESSAGE

if TYPE_CHECKING:
    from buyfair.web.risks.models import Risk

Unmet = dict[str, str]
LONGEST_ADDRESS = 254


def of(risk: Risk, move: str, told: Mapping[str, Any], day: date) -> Unmet:
    """By field, what is wrong with what was told for a move on a day."""
    found = _CHECKS.get(move)
    return found(risk, told, day) if found is not None else {}


def people(risk: Risk) -> dict[str, User]:
    """Who may own a risk, by account: people of its office who have a part in it."""
    return {str(user.get_username()): user for user in assignable(risk)}


def only(organization: int, award_id: str, query: str) -> str:
    """What a risk is about for one office, in a short form that stands once."""
    return f"{organization}:{hashlib.sha256(f'{award_id}?{query}'.encode()).hexdigest()}"


def _respond(risk: Risk, told: Mapping[str, Any], day: date) -> Unmet:
    found: Unmet = {}
    if told["answerable"] not in (known := people(risk)):
        able = ", ".join(sorted(known)[:8]) or "nobody yet: an administrator adds people"
        found["answerable"] = (
            f"Owner: {told['answerable'][:60]!r} is no person of {risk.organization.name} with a part in risks; "
            f"expected an account of your office: {able}"
        )
    if told["due"] < day:
        found["due"] = f"Done by: {told['due']} was given, which is over; expected {day} or later"
    return found


def _send(risk: Risk, told: Mapping[str, Any], day: date) -> Unmet:
    return _send_checks(told)


def _send_checks(told: Mapping[str, Any]) -> Unmet:
    found: Unmet = {}
    if told["way"] == "email":
        found |= _address(told["address"])
    if any(sign in told["subject"] for sign in "\r\n"):
        found["subject"] = "Subject: it has several lines; expected one"
    if NOT_ABOUT_SUPPLIER not in " ".join(told["text"].split()):
        found["text"] = f"Message: it lacks the sentence “{NOT_ABOUT_SUPPLIER}” Put it back, so that nobody reads an accusation"
    return found


def message(typed: Mapping[str, str]) -> Unmet:
    """What is wrong with a message as it was typed, before it is sent: the same that its move would refuse."""
    found: Unmet = {}
    for need in MESSAGE:
        text, most = typed[need.name].strip(), LONGEST.get(need.takes)
        if not text and not need.optional:
            found[need.name] = f"{need.label} is missing"
        elif (most is not None and len(text) > most) or "\x00" in text:
            found[need.name] = f"{need.label}: {len(text):,} letters were given; expected at most {most or 0:,}"
        elif need.choices and text not in dict(need.choices):
            found[need.name] = f"{need.label}: {text[:60]!r} was given; expected one of the choices"
    return found or _send_checks({name: value.strip() for name, value in typed.items()})


def _address(told: str | None) -> Unmet:
    if not told:
        return {"address": "E-mail address: none was given; expected one, or another way of telling"}
    try:
        if len(told) > LONGEST_ADDRESS:
            raise ValidationError("too long")
        validate_email(told)
    except ValidationError:
        return {"address": f"E-mail address: {told[:60]!r} was given; expected one such as office@agency.example"}
    return {}


def _receive(risk: Risk, told: Mapping[str, Any], day: date) -> Unmet:
    number = told["message"]
    message = risk.messages.filter(number=number).first() if 0 < number < 2**31 else None
    if message is None:
        held = ", ".join(str(n) for n in risk.messages.values_list("number", flat=True)) or "none yet: write one first"
        return {"message": f"Number of the message: {number} was given; this risk has: {held}"}
    if message.receipt_id is not None:
        return {"message": f"Message {number} has its receipt already; choose another"}
    if not risk.latest.filter(pk=message.pk).exists():
        return {"message": f"Message {number} is about a former response; write one about the response that stands"}
    if message.standing in ("waiting", "failed"):
        return {"message": f"Message {number} has not gone out ({message.standing}); send it first"}
    return _day("received_on", "Received on", told["received_on"], day_of(message.event.at), day)


def _report(risk: Risk, told: Mapping[str, Any], day: date) -> Unmet:
    return _day("found_on", "Day on which it was done or seen", told["found_on"], None, day)


def _review(risk: Risk, told: Mapping[str, Any], day: date) -> Unmet:
    if told["next_review"] <= day:
        given = f"Next review: {told['next_review']} was given"
        return {"next_review": f"{given}; expected a day after {day}, or close the risk instead"}
    return {}


def _reopen(risk: Risk, told: Mapping[str, Any], day: date) -> Unmet:
    other = type(risk).objects.filter(only=only(risk.organization_id, risk.award_id, risk.query)).first()
    return {"reason": f"{other.reference} is about the same and stands: go on there"} if other is not None else {}


def _day(name: str, label: str, told: date, first: date | None, last: date) -> Unmet:
    if told > last:
        return {name: f"{label}: {told} was given, which has not come; expected {last} or earlier"}
    if first is not None and told < first:
        return {name: f"{label}: {told} was given, which is before the message was written; expected {first} or later"}
    return {}


_CHECKS = {
    "respond": _respond, "respond_again": _respond, "send": _send, "send_more": _send, "receive": _receive,
    "report": _report, "report_more": _report, "review": _review, "reopen": _reopen,
}  # fmt: skip
