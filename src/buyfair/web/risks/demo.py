"""Made-up risks in every state for a demonstration: what was done about some of the first awards, and about two patterns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from buyfair import browse, browse_rows
from buyfair.snapshots import Snapshot
from buyfair.terms.errors import InputRefusedError, TooSlowError
from buyfair.web.casework import deeds
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import now, today, zone
from buyfair.web.core.held import shown
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role
from buyfair.web.risks import drafting
from buyfair.web.risks.about import About, read
from buyfair.web.risks.figures import seen
from buyfair.web.risks.models import Risk
from buyfair.web.risks.opening import kept

OFFICE = "Example Contracting Office (fictional)"


def fill() -> None:
    """Makes the risks that are not there yet; nothing where there is no portfolio, or somebody has begun a register."""
    held = shown()
    if held is None or Risk.objects.exists():
        return
    try:
        with transaction.atomic():
            _Register(held).fill()
    except (InputRefusedError, TooSlowError):
        return  # a portfolio that was not made for filtering, or a machine that is too busy: the register begins empty


class _Register:
    """The people of the demonstration, and what they do on which day."""

    def __init__(self, held: Snapshot) -> None:
        self._held = held
        self._office = Organization.objects.get(name=OFFICE)
        self._lead, self._officer = _actor("lead"), _actor("officer")
        self._representative = _actor("representative")
        self._day, self._at = today(), now()

    def fill(self) -> None:
        """One risk in every state, a late one, one whose message waits, and two about patterns."""
        first = [row["award_id"] for row in browse_rows.awards(self._held, limit=8, filters=browse.NOBODY).rows]
        told, reviewed, responded, late, opened, closed = (About(award_id) for award_id in first[:6])
        self._told(told)
        self._reviewed(reviewed)
        self._waiting(responded)
        self._open(late, 45)
        self._open(opened, 3)
        self._closed(closed)
        top = browse.figures(self._held)
        pair = next((row for row in top["pairs"] if row["good"] and row["country"]), None)
        if pair is not None:
            self._pattern(read([("good", pair["good"]), ("country", pair["country"])])[0])
        self._open(read([("agency", top["agencies"][0]["agency"])])[0], 10)

    def _when(self, ago: int) -> datetime:
        """Noon of that day: so many times 24 hours may lead to another day where the clocks were changed in between."""
        return datetime.combine(self._day - timedelta(days=ago), time(12), zone()) if ago else self._at

    def _open(self, about: About, ago: int) -> Risk:
        why = "Made up for this demonstration." if about.award_id else "Made up: many awards, one question."
        return kept(self._lead, self._office, about, seen(self._held, about), "", why, self._when(ago))

    def _respond(self, about: About, response: str, how: str, who: str, ago: int) -> Risk:
        risk = self._open(about, ago + 4)
        due = self._day + timedelta(days=30)
        told = {"response": response, "how": how, "answerable": who, "due": due.isoformat()}
        self._do(risk, "respond", told, ago)
        deeds.assign(risk, self._lead, User.objects.get(username=who), at=self._when(ago))
        return risk

    def _do(self, risk: Risk, move: str, told: Mapping[str, Any], ago: int, by: Actor | None = None, reason: str = "") -> None:
        risk.move(move, by or self._lead, told, reason, at=self._when(ago))

    def _send(self, risk: Risk, to: str, part: str, way: str, ago: int, address: str = "") -> None:
        voice = drafting.voice_of(risk, self._officer)
        text = drafting.draft(risk, seen(self._held, About(risk.award_id)) if risk.award_id else None, voice)
        told = {**text, "to_name": to, "to_part": part, "way": way, "address": address}
        self._do(risk, "send", told, ago, self._officer)

    def _told(self, about: About) -> None:
        risk = self._respond(about, "ask_origin", "Ask which plant made it, and for the papers of one lot.", "officer", 20)
        self._send(risk, "Example Heron Supply (fictional)", "account manager for this contract", "letter", 15)
        self._receipt(risk, "Receipt signed at the desk (made up).", 12)

    def _receipt(self, risk: Risk, how: str, ago: int) -> None:
        day = _before(self._day, ago)
        self._do(risk, "receive", {"message": "1", "received_on": day, "received_how": how}, ago)

    def _reviewed(self, about: About) -> None:
        how = "See where the crew sleeps, and who holds the passports."
        risk = self._respond(about, "verify_on_site", how, "representative", 60)
        self._send(risk, OFFICE, "contracting officer's representative", "meeting", 55)
        self._receipt(risk, "Noted in the minutes (made up).", 55)
        report = {"found_on": _before(self._day, 30), "settled": "unknown",
                  "found": "Two of three dormitories were seen; the third was locked (made up)."}  # fmt: skip
        self._do(risk, "report_more", report, 30, self._representative)
        review = {"came": "partly", "came_says": "The third dormitory is to be seen next time (made up).",
                  "next_review": (self._day + timedelta(days=60)).isoformat()}  # fmt: skip
        self._do(risk, "review", review, 20)

    def _waiting(self, about: About) -> None:
        risk = self._respond(about, "request_plan", "Ask for the plan, and read it part by part.", "officer", 6)
        firm, part = "Example Thistle Works (fictional)", "account manager for this contract"
        self._send(risk, firm, part, "email", 1, "plans@thistle.example")

    def _closed(self, about: About) -> None:
        risk = self._respond(about, "decline_option", "Weigh the option with the program office.", "officer", 90)
        self._do(risk, "close", {}, 40, reason="The award is over; what follows asks for the origin first (made up).")

    def _pattern(self, about: About) -> None:
        risk = self._respond(about, "add_to_qasp", "One paragraph for every award of this good and place.", "lead", 12)
        self._send(risk, "Example Other Office (fictional)", "contracting officer", "system", 8)


def _actor(account: str) -> Actor:
    user = User.objects.get(username=account)
    return Actor(user, frozenset((Role(m.role), m.organization_id) for m in user.memberships.all()))


def _before(day: date, days: int) -> str:
    return (day - timedelta(days=days)).isoformat()
