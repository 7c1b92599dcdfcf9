"""The message about a risk, drafted from the facts in plain words: it asks, says why it may, and accuses nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from buyfair.cards import dossier as told
from buyfair.cards import words
from buyfair.web.core.actor import Actor
from buyfair.web.risks.figures import Seen
from buyfair.web.risks.flow import OFFICER
from buyfair.web.risks.models import Risk
from buyfair.web.risks.responses import BY_NAME, Response

NO_FINDING = "Nothing here is a finding, and nobody is accused of anything."
MOST_QUESTIONS = 4
VOICES = (("supplier", "the supplier"), ("office", "an office of the government"))
HARSH = ("accus", "criminal", "complicit", "guilty", "illegal", "slave", "traffickers", "violat", "you use forced labor",
         "you use child labor")  # fmt: skip
"""Words that a reader takes as an accusation; a draft of ours has none but to say that nobody is accused."""


def draft(risk: Risk, seen: Seen | None, voice: str) -> dict[str, str]:
    """Every field of a message, filled as far as the facts go."""
    response = BY_NAME[risk.response]
    award = seen.document["award"] if seen is not None and risk.award_id else None
    firm = voice == "supplier" and award is not None
    return {
        "to_name": words.clean(award["supplier"] or "") if firm and award else "",
        "to_part": "account manager for this contract" if voice == "supplier" else "contracting officer",
        "way": "email" if voice == "office" else "letter", "address": "",
        "subject": _subject(risk, response)[:200],
        "text": "\n\n".join(_paragraphs(risk, response, seen, voice)),
    }  # fmt: skip


def voice_of(risk: Risk, by: Actor) -> str:
    """Whom the message goes to unless somebody chooses else: only the contracting officer writes to the supplier."""
    officer = by.plays(OFFICER, risk.organization_id)
    return "supplier" if officer and risk.award_id and BY_NAME[risk.response].to_supplier else "office"


def harsh(text: str) -> list[str]:
    """Words of a message that read as an accusation."""
    low = text.replace(NO_FINDING, "").lower()
    return [word for word in HARSH if word in low]


def _subject(risk: Risk, response: Response) -> str:
    return f"{risk.reference}: {response.label[:1].lower()}{response.label[1:]}, {risk.named}"


def _paragraphs(risk: Risk, response: Response, seen: Seen | None, voice: str) -> list[str]:
    found = [_what(risk, seen, voice), f"{words.NOT_ABOUT_SUPPLIER} {NO_FINDING}", _ask(risk, response, voice)]
    if risk.how and voice == "office":
        found.append(f"In particular: {risk.how}")
    questions = _questions(risk, seen) if response.name == "ask_origin" else []
    if questions:
        asked = (f"{n}. {q['asks']} Record: {q['document']}" for n, q in enumerate(questions, 1))
        found.append("\n".join(["The questions, each with the record that answers it:", *map(words.clean, asked)]))
    lets = "Why we may ask" if voice == "supplier" else "What lets us do it"
    clauses = dict.fromkeys(words.clean(q["clause"]) for q in questions) or response.in_short
    found.append("\n".join([f"{lets}, and how far that goes:", *(f"- {each}" for each in clauses)]))
    if voice == "office":
        found.append(f"What this does not do: {response.not_}")
    found.append(f"Please confirm that you received this message. It stands in our register as {risk.reference}.")
    found.append(f"{risk.organization.name}\n{_made(seen)}")
    return found


def _what(risk: Risk, seen: Seen | None, voice: str) -> str:
    """What was bought and what is not known of it, in the words of its record."""
    if seen is None:
        return f"This is about: {risk.named}. {risk.said_then}"
    if not risk.award_id:
        return f"This is about what we bought under these terms: {risk.named}. {' '.join(seen.sentences[:2])}"
    award = seen.document["award"]
    whose = "your award" if voice == "supplier" else "award"
    bought = f"{told.number(award)}: {told.thing(award)}, {words.exact_dollars(award['dollars'])}"
    return words.clean(f"This is about {whose} {bought} net in the award records. {award['sentence']}")


def _ask(risk: Risk, response: Response, voice: str) -> str:
    """What is asked: of the supplier itself, or of the office that has it do so."""
    whom = "have the supplier " if voice == "office" and response.to_supplier else ""
    until = f", by {words.long_day(risk.due.isoformat())}" if risk.due else ""
    return f"We ask you to {whom}{response.asks}{until}."


def _questions(risk: Risk, seen: Seen | None) -> list[Mapping[str, Any]]:
    """The first questions that the dossier has for this good and place."""
    asked = seen.document.get("ask") if seen is not None and risk.award_id else None
    return list(asked or ())[:MOST_QUESTIONS]


def _made(seen: Seen | None) -> str:
    if seen is None:
        return "No current figures were at hand when this was written."
    day = f" of {words.long_day(seen.day)}" if seen.day else ""
    return f"Figures from the award records{day}, snapshot {seen.snapshot}."
