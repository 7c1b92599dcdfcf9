"""Made-up contract texts in every state, so that a demonstration shows work under way; every name in them is fictional."""

from __future__ import annotations

import io
from datetime import timedelta
from importlib.resources import files
from typing import Any

from buyfair.web.audits import taking
from buyfair.web.audits.checking import here
from buyfair.web.audits.models import Batch, ContractText
from buyfair.web.audits.tying import move_of, offered
from buyfair.web.casework.clocks import actor_for
from buyfair.web.core.actor import Actor
from buyfair.web.core.clock import today
from buyfair.web.core.models import Organization, User

OFFICE = "Example Contracting Office (fictional)"
GUARDS, KITCHENS, LINEN, GENERATORS = "lantern-guards", "marigold-kitchens", "willow-linen", "heron-generators"
GUARDS_NUMBER = "ZZ0FIC-25-C-0101"
TEXTS = (
    (GUARDS, GUARDS_NUMBER, "checked"), (KITCHENS, "ZZ0FIC-25-C-0102", "checked"), (LINEN, "ZZ0FIC-26-C-0103", "checked"),
    (GENERATORS, "ZZ0FIC-24-C-0104", "closed"), (GUARDS, "ZZ0FIC-25-C-0105", "needed"), (GUARDS, "ZZ0FIC-25-C-0106", "sent"),
    (GUARDS, "ZZ0FIC-25-C-0107", "modified"), (KITCHENS, "ZZ0FIC-25-C-0108", "uploaded"),
    (GENERATORS, "ZZ0FIC-24-C-0109", "withdrawn"),
)  # fmt: skip
"""Of which text, under which number, and how far it has come."""
SHIRTS, SHIRTS_NUMBER = "hollow-shirts", "ZZ14P024P00000609"
"""The text of the contract that the awarded purchase led to: the number is that of its award."""
WAY = {"checked": (), "closed": ("close",), "needed": ("need",), "sent": ("need", "send"),
       "modified": ("need", "send", "modify"), "withdrawn": ("withdraw",)}  # fmt: skip


def fill() -> None:
    """What is not there yet."""
    office = Organization.objects.filter(name=OFFICE).first()
    user = User.objects.filter(username="officer", memberships__organization=office).first()
    if office is None or user is None:
        return
    officer = actor_for(user)
    batch = taking.batch_of(officer, office, "demonstration")
    with here():
        for slug, number, state in TEXTS:
            one(batch, officer, slug, number, state)
        of_its_purchase(one(batch, officer, SHIRTS, SHIRTS_NUMBER, "checked"), officer)


def of_its_purchase(text: ContractText, by: Actor) -> None:
    """Ties it to the purchase whose award bears its number, where there is one and it is tied to none."""
    offers = offered(text, by) if not text.purchase else None
    if offers is not None and offers["likely"]:
        text.move(move_of(text), by, {"purchase": offers["likely"]})


def one(batch: Batch, by: Actor, slug: str, number: str, state: str) -> ContractText:
    """The text under that number, brought to that state; as it is where it was there already."""
    name = f"{number.lower()}.txt"
    if (there := batch.files.filter(name=name).first()) is not None and there.text is not None:
        return there.text
    taking.take(batch, by, [taking.kept(file(name, made_up(slug, number)))], "")
    text: ContractText = batch.files.get(name=name).text
    if state != "uploaded":
        text.move("check", by)
        for move in WAY[state]:
            text.move(move, by, told(move, number), "Made up for this demonstration: uploaded twice.")
    return text


def made_up(slug: str, number: str) -> str:
    """One of our texts, under another number."""
    said = (files("buyfair.web.audits") / "made_up" / f"{slug}.txt").read_text("utf-8")
    return said.replace(next((n for s, n, _ in TEXTS if s == slug), number), number)


def signed(number: str) -> str:
    """The signed modification that puts the missing clause into the guards' contract."""
    said = (files("buyfair.web.audits") / "made_up" / "signed-modification.txt").read_text("utf-8")
    return said.replace("{contract}", number).replace("{day}", "2 February 2026")


def told(move: str, number: str) -> dict[str, Any]:
    """What each move of the way is told."""
    soon = (today() + timedelta(days=10)).isoformat()
    return {
        "need": {"who": "The contract specialist of the guards' file (fictional)", "send_by": soon},
        "send": {"paper_modification": file("modification-as-sent.txt", signed(number)), "answer_by": soon},
        "modify": {"no_gap_left": "on", "paper_signed": file("modification-signed.txt", signed(number))},
    }.get(move, {})  # fmt: skip


def file(name: str, content: str) -> Any:
    """A text as it is uploaded."""
    made: Any = io.BytesIO(content.encode())
    made.name = name
    return made
