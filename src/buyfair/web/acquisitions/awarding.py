"""The form of an award: the days that the facts ask for stand in it already, and each says which rule asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from buyfair.judge.rule import AWARD
from buyfair.purchase import Duties
from buyfair.terms.answer import Answer
from buyfair.web.acquisitions.moves import YEARLY, year_after
from buyfair.web.casework.forms import Box, MoveForm
from buyfair.web.core.beside import Beside

NOT_ON_FILE = "not_on_file"
"""The field of the award in which stands what was not on file before it."""
POSTED = "TIP-06"
"""The rule by which the plan is posted when work begins."""


@dataclass(frozen=True)
class Paper:
    """A certificate that a rule asks before the award: `says` what is on file; empty where nothing is that stands.

    `sure` says whether the rule binds; else that cannot be told. `begin`: words and address to note one.
    """

    row: str
    title: str
    sure: bool
    says: str
    begin: tuple[str, str] | None

    @property
    def open(self) -> str:
        """What the award keeps of it where nothing is on file."""
        binds = "" if self.sure else ", and whether the rule binds cannot be told"
        named = f"{self.row}, {self.title[:1].lower()}{self.title[1:]}"
        return f"{named}: nothing is on file that stands and is not challenged{binds}."


def before_award(found: Duties, beside: Iterable[Beside]) -> list[Paper]:
    """The certificates that are due before the award of this purchase, each with what the office has on file of it."""
    told = list(beside)
    keeps = {row: each.begin for each in told for row in each.keeps}
    filed = {paper.row: paper.says for each in told for paper in reversed(each.filed)}
    return [
        Paper(j.rule.row, j.rule.title, j.answer is Answer.YES, filed.get(j.rule.row, ""), keeps[j.rule.row])
        for j in found.in_force if j.rule.row in keeps and j.rule.step == AWARD and j.answer is not Answer.NO
    ]  # fmt: skip


def awarding(form: MoveForm, found: Duties, today: date, papers: Sequence[Paper] = ()) -> MoveForm:
    """The form with what follows from an award made today; what no rule asks for stays as it was."""
    binding = {j.rule.row for j in found.judged if j.answer is Answer.YES}
    still = " ".join(paper.open for paper in papers if not paper.says)
    boxes = (replace(box, value=box.value or still) if box.name == NOT_ON_FILE else box for box in form.boxes
             if box.name != NOT_ON_FILE or still or box.value)  # fmt: skip
    return replace(form, boxes=tuple(_filled(box, binding, today) for box in boxes))


def _filled(box: Box, binding: set[str], today: date) -> Box:
    if box.name == "day":
        return replace(box, value=today.isoformat())
    if box.name == "certificate_day" and YEARLY in binding:
        return replace(box, value=year_after(today).isoformat(), optional=False, help=(
            f"{YEARLY} binds. What stands here is the anniversary of an award made today, our reading of a text that names no "
            "day: change it with the day of the award."))  # fmt: skip
    if box.name == "posting_day" and POSTED in binding:
        return replace(box, help=f"{POSTED} binds: the compliance plan is posted by then. Leave it empty until that is known.")
    return box
