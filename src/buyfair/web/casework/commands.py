"""What the operator's commands share: the day they are told, today where none is told."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import CommandError

from buyfair.web.core.clock import today


def add_day(parser: Any) -> None:
    """The option --day."""
    parser.add_argument("--day", default="", help="the day to answer for, such as 2026-03-31; today where left out")


def day_of(options: dict[str, Any]) -> date:
    """The day that was told."""
    told = str(options["day"])
    try:
        return date.fromisoformat(told) if told else today()
    except ValueError:
        raise CommandError(f"--day {told!r} was given; expected a day such as 2026-03-31; write it so.") from None
