"""How a lead goes: one reader says what the two strings are, a second confirms "same party", news opens it again."""

from __future__ import annotations

from buyfair.web.casework.table import Answer, Field, Flow, Move, State, anybody, owner
from buyfair.web.core.roles import BUYERS, OVERSIGHT, Role

READERS = owner(*sorted(BUYERS))
"""Whoever buys for the office that owns the lead."""
JOB = owner(Role.PORTFOLIO_LEAD)
"""What brings leads in acts for the office that answers for the portfolio, without an account of its own."""
WAITING = ("open", "reopened")
DECIDED = ("same_party", "not_the_same", "cannot_tell")
PROPOSING = ("propose", "bring_same")

_BROUGHT = (
    Field("decided_by", "Who decided", help="As the file names them."),
    Field("decided_on", "On which day", Answer.DAY),
)
_SAYS = "For a decision that was taken elsewhere and comes in a file."

FLOW = Flow(
    kind="lead",
    label="Lead",
    states=(
        State("open", "Open", "Nobody has said yet whether the two strings mean one party."),
        State("proposed", "Proposed: same party",
              "A first reader says that both mean one party. A second reader of the office confirms it or hands it back."),
        State("same_party", "Same party", "Two readers say that both strings mean one party. It says nothing about what "
              "that party did, and changes no figure of exposure.", ends=True),
        State("not_the_same", "Not the same", "A reader says that these are two parties. It is not asked again until "
              "something is new.", ends=True),
        State("cannot_tell", "Cannot be told", "A reader says that what is known does not tell. It is neither yes nor no; "
              "it is not asked again until something is new.", ends=True),
        State("reopened", "Reopened", "It was decided before, and something is new since. A person looks again."),
    ),
    start="open",
    opens=JOB,
    sees=READERS + anybody(*sorted(OVERSIGHT)),
    comments=READERS,
    papers=(("evidence", "what the decision rests on"),),
    moves=(
        Move("propose", "Propose: same party", WAITING, "proposed", READERS, reason=True,
             says="Both strings mean one party, and here is why. A second reader confirms before it counts."),
        Move("not_the_same", "Decide: not the same", WAITING, "not_the_same", READERS, reason=True,
             says="They are two parties, and here is what tells them apart."),
        Move("cannot_tell", "Decide: cannot be told", WAITING, "cannot_tell", READERS, reason=True,
             needs=(Field("settles", "What would settle it", Answer.LONG,
                          help="A registration number, an address, an answer of the supplier: what to ask, and whom."),),
             says="What is known does not tell. It stays unknown, and the page says what would settle it."),
        Move("confirm", "Confirm: same party", ("proposed",), "same_party", READERS, reason=True, second=PROPOSING,
             says="You read both strings yourself and agree. Only a second person of the office can."),
        Move("hand_back", "Hand it back", ("proposed",), "open", READERS, reason=True,
             says="You do not agree, or the proposal was a slip. It waits for a reader again."),
        Move("look_again", "Look again", DECIDED, "reopened", READERS, reason=True, reopens=True,
             says="Something was learned since. The decision stays on file; the question is asked again."),
        Move("news", "Reopened by news", ("proposed", *DECIDED), "reopened", JOB, reopens=True,
             needs=(Field("what", "What is new since", Answer.LONG),),
             says="A newer edition, a changed entry or a changed name."),
        Move("bring_same", "Take over from a file: same party", WAITING, "proposed", READERS, reason=True,
             needs=_BROUGHT, says=f"{_SAYS} It counts as a first reader's word."),
        Move("bring_not_the_same", "Take over from a file: not the same", WAITING, "not_the_same", READERS,
             reason=True, needs=_BROUGHT, says=_SAYS),
        Move("bring_cannot_tell", "Take over from a file: cannot be told", WAITING, "cannot_tell", READERS,
             reason=True, needs=_BROUGHT, says=_SAYS),
    ),
)  # fmt: skip
