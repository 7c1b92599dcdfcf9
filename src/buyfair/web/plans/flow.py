"""How a compliance plan goes: awaited, received and reviewed, returned with findings or accepted, looked at again each year."""

from __future__ import annotations

from buyfair.web.casework.flow import Answer, Clock, Field, Flow, Move, Paper, State, anybody, owner, party
from buyfair.web.core.roles import OVERSIGHT, Role

OFFICER = Role.CONTRACTING_OFFICER
SUPPLIERS = (Role.SUPPLIER_MEMBER, Role.SUPPLIER_CERTIFIER)
SENDS = owner(OFFICER) + party(*SUPPLIERS)

FACTS = (
    Field("workforce", "Workers, as the contract tells", Answer.TEXT, optional=True,
          help="How many, what work, from which countries. What stands here overrides the plan's own opening lines. Left "
               "empty, what the office told of an earlier version stays; where it told nothing, the plan's own lines count."),
    Field("recruiters", "Recruiters, as the contract tells", Answer.TEXT, optional=True,
          help="Names, or none. Where the plan's own opening lines are silent too, it is unknown."),
    Field("housing", "Housing, as the contract tells", Answer.TEXT, optional=True,
          help="Where workers live, or none where nothing is provided or arranged."),
    Field("place", "Place of performance, as the contract tells", Answer.TEXT, optional=True),
)  # fmt: skip
"""What the office tells of the work beside the plan: the same keys as in a facts file of `buyfair review-plan --facts`.

A supplier tells none of them: they decide what its own plan is held against.
"""
COMES_IN = ("receive", "send")
"""The moves with which a version of the plan comes in: by the office, by the supplier."""

DECIDE = Clock("decide", "The office reads the review and answers", owner(OFFICER), days=14)
YEARLY = Clock("yearly", "The plan is looked at again", owner(OFFICER), days=365, warns=30)

FLOW = Flow(
    kind="plan",
    label="Compliance plan",
    states=(
        State("awaited", "Awaited", "Nothing is on file yet: the supplier sends its plan, or the office files what "
                                    "it received."),
        State("received", "Received", "A contracting officer reads the quoted sentences of its review, then returns it or "
                                      "accepts it."),
        State("returned", "Returned with findings", "The supplier mends the points of the letter and sends the plan "
                                                    "again."),
        State("accepted", "Accepted", "A person accepted the text. Whether it is kept is seen at the site, not here; "
                                      "it is looked at again each year."),
        State("closed", "Closed", "The plan is no longer needed, as its reason says.", ends=True),
    ),
    start="awaited",
    opens=SENDS,
    sees=owner(OFFICER, Role.REPRESENTATIVE, Role.PORTFOLIO_LEAD) + party(*SUPPLIERS) + anybody(*sorted(OVERSIGHT)),
    papers=(("plan", "compliance plan"), ("work_document", "work document or offer letter of the workers"),
            ("other", "other paper about the plan")),
    moves=(
        Move("ask", "Ask for the plan", ("awaited",), "awaited", owner(OFFICER),
             says="The clause lets the officer ask for the plan at any time (FAR 52.222-50(h)(4)); it sets no number "
                  "of days, so the office names one.",
             needs=(Field("send_by", "Send it by", Answer.DAY),),
             sets=(Clock("plan", "The supplier sends its plan", SENDS, on="send_by"),), ends=("plan",)),
        Move("send", "Send the plan", ("awaited", "returned", "accepted"), "received", party(*SUPPLIERS),
             says="It is read at once, part by part; the office reads that review before it answers, and what it finds "
                  "then stands here.",
             needs=(Field("received_on", "Sent on", Answer.DAY), Paper("plan"), Paper("work_document", optional=True)),
             sets=(DECIDE,), ends=("plan", "answer", "yearly", "decide")),
        Move("receive", "File the plan that was received", ("awaited", "received", "returned", "accepted"), "received",
             owner(OFFICER),
             says="It is read at once, part by part, by the same review as on the command line. A plan that the supplier "
                  "sent is filed again here where the office tells what the contract says of the work.",
             needs=(Field("received_on", "Received on", Answer.DAY), *FACTS, Paper("plan"),
                    Paper("work_document", optional=True)),
             sets=(DECIDE,), ends=("plan", "answer", "yearly", "decide")),
        Move("hand_back", "Return it with findings", ("received",), "returned", owner(OFFICER),
             says="The letter is drafted from the findings; read each quoted sentence before it goes out, and change "
                  "what was misread. The letter, linked at the top of this page, opens in full and on paper.",
             needs=(Field("letter", "Letter to the supplier", Answer.LONG,
                          help="It is kept with the case; the supplier, where let in, reads it there."),
                    Field("answer_by", "Answer by", Answer.DAY)),
             sets=(Clock("answer", "The supplier mends the plan and sends it again", SENDS, on="answer_by"),),
             ends=("decide",)),
        Move("accept", "Accept the plan", ("received",), "accepted", owner(OFFICER), reason=True,
             says="The clause requires no approval; accepting says that a person read the text and found the parts "
                  "in it.",
             needs=(Field("explained", "Why, although a gap stands or something cannot be told", Answer.LONG, optional=True,
                          help="Needed only where the review found a gap, or could not tell everything."),),
             sets=(YEARLY,), ends=("decide",)),
        Move("look_again", "Looked at again", ("accepted",), "accepted", owner(OFFICER), reason=True,
             says="A year is our reading: the clause asks that the plan be kept through performance, and a "
                  "certificate of it each year (52.222-50(h)(5)).",
             needs=(Field("changed", "What changed in the work since", Answer.LONG,
                          help="Workers, places, recruiters, housing, subcontractors; or nothing, and how that is "
                               "known."),),
             sets=(YEARLY,), ends=("yearly",)),
        Move("doubt", "Take the acceptance back", ("accepted",), "received", owner(OFFICER), reason=True,
             sets=(DECIDE,), ends=("yearly",)),
        Move("close", "Close: no longer needed", ("awaited", "received", "returned", "accepted"), "closed", owner(OFFICER),
             reason=True,
             ends=("plan", "answer", "decide", "yearly")),
        Move("reopen", "Open it again", ("closed",), "awaited", owner(OFFICER), reason=True, reopens=True),
    ),
)  # fmt: skip
