"""Decisions about leads in the file of the command line: manage.py lead_decisions out|in FILE [--organization NAME]."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from buyfair.intake.decisions_file import keep_decision, read_decisions
from buyfair.terms.errors import InputRefusedError, MachineError
from buyfair.web.leads.decisions import exported
from buyfair.web.leads.files import said_of_file
from buyfair.web.leads.management.offices import by_name, portfolio
from buyfair.web.leads.models import Lead
from buyfair.web.leads.taking import take


class Command(BaseCommand):
    """What the file has already is not written twice; what was taken over already is not taken over twice."""

    help = "Append the decisions of an office to FILE (out), or take over those of FILE (in)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which way, which file, which office."""
        parser.add_argument("way", choices=("out", "in"))
        parser.add_argument("file", type=Path, help="as buyfair review keeps it, and --decisions reads it")
        parser.add_argument("--organization", help="the name of one office; default: every one of kind agency")

    def handle(self, *args: Any, way: str, file: Path, organization: str | None, **options: Any) -> None:
        """One way or the other."""
        try:
            for office in by_name(organization):
                self.stdout.write(f"{office.name}: {self._out(office, file) if way == 'out' else self._in(office, file)}")
        except (InputRefusedError, MachineError) as problem:
            raise CommandError(str(problem)) from None

    def _out(self, office: Any, file: Path) -> str:
        held = {decision for of in read_decisions(file).values() for decision in map(_told, of)}
        fresh = [one for one in exported(Lead.objects.filter(organization=office)) if _told(one) not in held]
        for decision in fresh:
            keep_decision(file, decision)
        return f"{len(fresh):,} decisions written to {file}."

    def _in(self, office: Any, file: Path) -> str:
        snapshot = portfolio()
        if not file.is_file():
            raise CommandError(f"{file} is not there; expected a file of decisions; check the name.")
        told = read_decisions(file)
        return said_of_file(told, take(office, snapshot, decisions=told))


def _told(decision: Any) -> tuple[Any, ...]:
    return decision.pair, decision.said, decision.by, decision.day, decision.why
