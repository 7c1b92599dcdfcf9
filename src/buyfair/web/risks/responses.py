"""The five responses to a risk: what each is, what lets a buyer do it, and what it does not do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from buyfair.knowledge.questions import authorities
from buyfair.purchase import law

DOD = "Department of Defense"


@dataclass(frozen=True)
class Response:
    """One thing that an office can do about a risk.

    `asks` completes "We ask you to", and for what a supplier does "We ask you to have the supplier"; `may_ask` are
    authorities and `rules` rows of the law whose words stand beside it; `authority` is said where neither holds it.
    `to_supplier`: its message goes to the firm where the contracting officer writes it.
    """

    name: str
    label: str
    what: str
    asks: str
    not_: str
    may_ask: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    to_supplier: bool = False

    @property
    def in_short(self) -> tuple[str, ...]:
        """The same for a message: one sentence each."""
        return (*(authorities()[name].clause for name in self.may_ask), *_said(self.rules), *self.authority)

    @property
    def authorities(self) -> tuple[str, ...]:
        """What lets a buyer do it and how far that goes, one paragraph each."""
        return (*(authorities()[name].bounds for name in self.may_ask), *_said(self.rules), *self.authority)


@cache
def _said(rows: tuple[str, ...]) -> tuple[str, ...]:
    """What rows of the law ask of defense offices, in the words of their cards."""
    return tuple(f"{DOD}, {rule.texts[-1].cites}: {rule.then}" for rule in law().rules if rule.row in rows)


RESPONSES: tuple[Response, ...] = (
    Response(
        "ask_origin", "Ask for the origin",
        "The supplier is asked where the goods and their main materials were grown, mined and made, and for the record that "
        "shows it.",
        "say where the goods and their main materials were grown, mined and made, and send the record that shows it",
        "An answer is not proof, and silence is not a breach unless a text of the contract owes the answer. The risk stays "
        "until the record is there.",
        may_ask=("market_research", "origin_certificate", "child_labor_certificate"), to_supplier=True,
    ),
    Response(
        "request_plan", "Request the compliance plan",
        "The supplier is asked for its compliance plan against trafficking and forced labor; it is then read part by part.",
        "send the compliance plan against trafficking and forced labor",
        "A plan on paper is not conditions on the ground, and below the amount no plan is owed.",
        may_ask=("trafficking_plan",), to_supplier=True,
    ),
    Response(
        "verify_on_site", "Verify on site",
        "Somebody goes and looks, with a list of what to see and whom to ask; the contracting officer's representative "
        "reports what was found.",
        "look at the site where the work is done, and report what was seen and who was asked",
        "It reaches those who work on the contract, not everyone further up the chain. One visit sees one day; workers "
        "speak freely only where nobody of the employer listens.",
        may_ask=("trafficking_access", "inspection_of_supplies", "inspection_of_services"),
    ),
    Response(
        "add_to_qasp", "Add it to the surveillance plan",
        "The quality assurance surveillance plan (QASP) says what the representative looks at, whom to ask and how often, "
        "so that looking does not depend on one person.",
        "write into the quality assurance surveillance plan what is looked at, whom to ask and how often",
        "It binds the government's own people and adds no duty of the supplier.",
        rules=("TIP-24",),
        authority=("FAR 46.401(a): a surveillance plan is prepared together with the statement of work and says what is "
                   "looked at and how (read in summaries).",),
    ),
    Response(
        "decline_option", "Decline the option",
        "Before the option falls due the office weighs whether to exercise it; lapsing or buying anew carries the questions "
        "and the clauses into what follows.",
        "weigh, before the option falls due, whether to exercise it",
        "It is no finding against the supplier and no bar to its next award; the reason for the file is the government's "
        "own need. Leaving may cost workers their pay: weigh first what asking can still change.",
        authority=("FAR 17.207(c): an option may be exercised only after determining, among others, that the need still "
                   "exists, that this is the most advantageous way to meet it, price and other factors considered, and that "
                   "performance has been acceptable (read in a public copy). Nothing obliges the government to exercise one.",),
    ),
)  # fmt: skip
BY_NAME = {response.name: response for response in RESPONSES}
CHOICES = tuple((response.name, response.label) for response in RESPONSES)


def label_of(name: str) -> str:
    """How a page calls a response; what was never given is said so."""
    return BY_NAME[name].label if name in BY_NAME else "no response yet"
