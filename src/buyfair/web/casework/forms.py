"""The form of a move, made from its row in the table; what was typed stays, an uploaded file too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing

from buyfair.web.casework import needs, store
from buyfair.web.casework.refused import DocumentRefusedError
from buyfair.web.casework.table import Field, Flow, Move, Paper
from buyfair.web.core.actor import Actor

A_DAY = 24 * 3600
TAKEN = (
    "PDF, DOCX, XLSX, CSV, TXT, PNG, JPEG or JSON, at most 25 MB. Not needed again where the case holds one already."
)


@dataclass(frozen=True)
class Box:
    """One thing on a form, as the template draws it."""

    name: str
    label: str
    takes: str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    value: str = ""
    error: str = ""
    kept_as: str = ""


@dataclass(frozen=True)
class MoveForm:
    """The form of one move of one case."""

    move: Move
    boxes: tuple[Box, ...]
    version: int

    @property
    def errors(self) -> list[Box]:
        """Those that need mending."""
        return [box for box in self.boxes if box.error]

    @property
    def files(self) -> bool:
        """Whether it sends files."""
        return any(box.takes == "paper" for box in self.boxes)


def form_of(flow: Flow, move: Move, version: int, told: Mapping[str, Any] | None = None,
            errors: Mapping[str, str] | None = None, actor: Actor | None = None) -> MoveForm:  # fmt: skip
    """The form, empty or with what was typed and what is wrong with it."""
    told, errors = told or {}, errors or {}
    papers = [need for need in move.needs if isinstance(need, Paper)]
    boxes = [_field(field, told, errors) for field in needs.asked(move)]
    boxes += [_paper(dict(flow.papers)[paper.kind], paper, told, errors, actor) for paper in papers]
    return MoveForm(move, tuple(boxes), version)


def _field(field: Field, told: Mapping[str, Any], errors: Mapping[str, str]) -> Box:
    value = told.get(field.name)
    shown = "" if value is None else str(value).replace("\x00", "")  # no page may hold it, and sent again it is mended
    return Box(field.name, field.label, field.takes.value, field.help, field.choices, field.optional or field.waivable, shown,
               errors.get(field.name, ""))  # fmt: skip


def _paper(label: str, paper: Paper, told: Mapping[str, Any], errors: Mapping[str, str], actor: Actor | None) -> Box:
    value = told.get(paper.name)
    name, kept_as = (value.name, _token(value, actor)) if isinstance(value, store.Kept) else ("", "")
    return Box(
        paper.name, label[:1].upper() + label[1:], "paper", TAKEN, optional=True, value=name,
        error=errors.get(paper.name, ""), kept_as=kept_as,
    )  # fmt: skip


def _token(kept: store.Kept, actor: Actor | None) -> str:
    who = actor.user.pk if actor is not None and actor.user is not None else None
    return signing.dumps([kept.sha256, kept.size, kept.suffix, kept.name, who], salt="casework.kept")


def told_by(request: Any, flow: Flow, move: Move) -> tuple[dict[str, Any], dict[str, str]]:
    """What a form sent, its files stored; and by field what is wrong with a file."""
    told: dict[str, Any] = {f.name: request.POST.get(f.name, "").replace("\r\n", "\n") for f in needs.asked(move)}
    wrong: dict[str, str] = {}
    for need in move.needs:
        if isinstance(need, Paper):
            try:
                told[need.name] = _file(request, need.name, strips=flow.strips)
            except DocumentRefusedError as refused:
                wrong[need.name] = str(refused)
    return told, wrong


def _file(request: Any, name: str, *, strips: bool) -> store.Kept | None:
    if (file := request.FILES.get(name)) is not None:
        return store.kept(file, strips=strips)
    try:
        *held, who = signing.loads(request.POST.get(f"{name}_kept", ""), salt="casework.kept", max_age=A_DAY)
    except signing.BadSignature:
        return None
    mine = request.actor.user is not None and who == request.actor.user.pk
    return store.Kept(*held) if mine else None
