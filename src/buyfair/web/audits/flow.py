"""How a contract text goes: uploaded, checked, a modification needed, sent, made, and closed as far as the text tells."""

from __future__ import annotations

from buyfair.web.casework.flow import Answer, Clock, Field, Flow, Move, Paper, State, anybody, owner
from buyfair.web.core.roles import BUYERS, Role

OFFICER = Role.CONTRACTING_OFFICER
SEES = owner(*sorted(BUYERS)) + anybody(Role.INSPECTOR_GENERAL)

FACTS = Field(
    "facts", "Facts that the text does not tell", Answer.LONG, optional=True,
    help="As in a facts file (TOML), one a line, such as value = 18000. They stand over what the head of the text tells. "
         "Left empty, those of the last check stay, those of its purchase as they are told today; write none to drop them.",
)  # fmt: skip
FACTS_AGAIN = Field(
    "facts_of", "Facts of its purchase", Answer.CHOICE, optional=True,
    choices=(("purchase", "taken anew, as the purchase tells them today"), ("last", "kept as the last check took them")),
    help="Taken anew, what you write above stands over them. Kept, what you write above takes the place of all facts.",
)  # fmt: skip


def _again(state: str) -> Move:
    """The same state, another check: new facts, new law, or a fuller text."""
    name = "recheck" if state == "checked" else f"recheck_{state}"
    return Move(name, "Check again", (state,), state, owner(OFFICER),
                says="With the law of today, with other facts, or with a newer text. Both results are kept.",
                needs=(FACTS, FACTS_AGAIN, Paper("contract", optional=True)))  # fmt: skip


NO_PURCHASE = "none"
"""What is written where a text was tied to a purchase by mistake."""
PURCHASE = Field("purchase", "Number of the planned purchase",
                 help="Such as ACQUISITION-2026-00001. Write none where it was tied to one by mistake.")  # fmt: skip
FACTS_OF = Field(
    "facts_of", "Facts to check it with", Answer.CHOICE, optional=True,
    choices=(("purchase", "of the purchase, then of the text"), ("text", "of the text alone")),
    help="Left open, those of the purchase are taken as they are told now; what it does not tell is taken from those told of "
         "the text itself. What was told about a line of the text stays only where the purchase has as many lines and buys "
         "the same.",
)  # fmt: skip


def _tie(state: str) -> Move:
    """The purchase of a text that is on file, told afterwards: the text is checked at once, with its package if kept."""
    name, to = f"tie_{state}", "checked" if state == "uploaded" else state
    return Move(name, "Say of which purchase it is the contract", (state,), to, owner(OFFICER),
                says="The text is checked at once, and held against the package of that purchase where one is kept. "
                     "Every result is kept.",
                needs=(PURCHASE, FACTS_OF))  # fmt: skip


FLOW = Flow(
    kind="clause_audit",
    label="Check of a contract text",
    states=(
        State("uploaded", "Uploaded", "The text waits to be checked."),
        State("checked", "Checked", "The contracting officer sees to what the check found, or closes it."),
        State("needed", "Modification needed", "The contracting officer writes the modification and sends it."),
        State("sent", "Modification sent", "The contractor answers; then the modified text is checked."),
        State("modified", "Modified", "The modified text was checked; the contracting officer closes it, or says that another "
                                      "modification is needed."),
        State("closed", "Closed", "Nothing more is awaited, as far as the text tells.", ends=True),
        State("withdrawn", "Taken back", "It was uploaded by mistake and counts in no figure.", ends=True),
    ),
    start="uploaded",
    opens=owner(OFFICER),
    sees=SEES,
    comments=owner(*sorted(BUYERS)),
    papers=(
        ("contract", "contract text"),
        ("modification", "modification as it was sent"),
        ("signed", "signed modification (SF-30)"),
        ("received", "what the contractor sent"),
        ("joined", "contract text with its modification, put together by the check"),
        ("result", "result of a check, written by the check itself"),
    ),
    by_moves=("joined", "result"),
    moves=(
        Move("check", "Check the text", ("uploaded",), "checked", owner(OFFICER),
             says="The text is read and held against the law of today.",
             needs=(FACTS, Paper("contract"))),
        Move("need", "Say that a modification is needed", ("checked", "modified"), "needed", owner(OFFICER),
             needs=(Field("who", "Who sees to it", help="A person or an office. To put the day on one person's list alone, "
                                                        "give the case to them."),
                    Field("send_by", "To be sent by", Answer.DAY)),
             sets=(Clock("sending", "The modification is sent to the contractor", owner(OFFICER), on="send_by"),)),
        Move("send", "Say that it was sent", ("needed",), "sent", owner(OFFICER),
             needs=(Paper("modification"), Field("answer_by", "The contractor answers by", Answer.DAY)), ends=("sending",),
             sets=(Clock("answer", "The contractor answers the modification", owner(OFFICER), on="answer_by"),)),
        Move("not_needed", "Say that no modification is needed after all", ("needed",), "checked", owner(OFFICER), reason=True,
             says="A gap that the last check found stands until a check finds it gone.", ends=("sending",)),
        Move("modify", "Check the modified text", ("needed", "sent"), "modified", owner(OFFICER),
             says="Attach the text as it now stands, or the signed modification alone: it is then read below the text on file. "
                  "It is checked at once, and no gap may be left; where one must stay, a waiver says why.",
             needs=(Field("no_gap_left", "No gap is left in the text as modified", Answer.TICK, waivable=True,
                          help="The check tries it. Leave it open only where a waiver was granted."),
                    Paper("contract", optional=True), Paper("signed", optional=True), FACTS, FACTS_AGAIN),
             ends=("sending", "answer")),
        Move("close", "Close it, as far as the text tells", ("checked", "modified"), "closed", owner(OFFICER),
             needs=(Field("left_open", "Who finds out what cannot be told, and by when", Answer.LONG, optional=True,
                          help="Needed where the check says that something cannot be told: that never counts as in order."),)),
        _again("checked"),
        _again("needed"),
        _again("sent"),
        _again("modified"),
        *(_tie(state) for state in ("uploaded", "checked", "needed", "sent", "modified")),
        Move("withdraw", "Take it back", ("uploaded", "checked"), "withdrawn", owner(OFFICER), reason=True,
             says="For a file that was uploaded by mistake. It stays on record and counts in no figure."),
        Move("reopen", "Open it again", ("closed",), "checked", owner(OFFICER), reason=True, reopens=True,
             says="For instance when the law changed, or when the file was found to tell something else."),
    ),
)  # fmt: skip

TYING = frozenset(m.name for m in FLOW.moves if m.name.startswith("tie_"))
"""The moves that say of which purchase a text is the contract."""
CHECKING = TYING | frozenset(m.name for m in FLOW.moves if m.name in ("check", "modify") or m.name.startswith("recheck"))
"""The moves that read a text and hold it against the law."""
