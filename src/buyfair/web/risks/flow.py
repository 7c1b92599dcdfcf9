"""How a risk goes: open, responded, told with a receipt, reviewed; again after a review; closed with a reason."""

from __future__ import annotations

from buyfair.web.casework.flow import Answer, Clock, Field, Flow, Move, Paper, State, anybody, owner
from buyfair.web.core.roles import Role
from buyfair.web.risks.responses import CHOICES

LEAD, OFFICER, REPRESENTATIVE = Role.PORTFOLIO_LEAD, Role.CONTRACTING_OFFICER, Role.REPRESENTATIVE

MOVERS = owner(LEAD, OFFICER)
ALL_HANDS = owner(LEAD, OFFICER, REPRESENTATIVE)
ANSWER_DAYS = 30
"""Days until a risk that was opened has a response: our own measure, no text of the law."""
LOOK_DAYS = 30
"""Days until a report is reviewed or answered by another response: our own measure as well."""
WAYS = (("email", "e-mail"), ("letter", "letter"), ("hand", "by hand"), ("meeting", "meeting"), ("telephone", "telephone"),
        ("system", "system of the agency"))  # fmt: skip
"""The ways by which somebody is told; only the first is sent from here."""
SETTLED = (("yes", "yes: the question is answered"), ("no", "no: it is not answered"), ("unknown", "it cannot be told yet"))
CAME = (("done", "what was asked for was done"), ("partly", "part of it was done"), ("nothing", "nothing came of it"),
        ("unknown", "it cannot be told"))  # fmt: skip

RESPOND = (
    Field("response", "Response", Answer.CHOICE, choices=CHOICES),
    Field("how", "What exactly is done", Answer.LONG, help="In one or two sentences, for whoever does it and for the file."),
    Field("answerable", "Owner: the person who sees to it", help="The account of a person of your office."),
    Field("due", "Done by", Answer.DAY, help="Before the next decision, while there is leverage."),
)
MESSAGE = (
    Field("to_name", "Organization or office that is told"),
    Field("to_part", "The person's part there", help="Such as contracting officer or program manager; no name is needed."),
    Field("way", "By which way", Answer.CHOICE, choices=WAYS),
    Field("address", "E-mail address", optional=True, help="Needed for e-mail alone."),
    Field("subject", "Subject"),
    Field("text", "Message", Answer.LONG),
)
REPORT = (
    Field("found_on", "Day on which it was done or seen", Answer.DAY),
    Field("found", "What was done, and what was found", Answer.LONG),
    Field("settled", "Is the question answered?", Answer.CHOICE, choices=SETTLED),
    Paper("report", optional=True),
)
DUE = Clock("response", "Carry out the response", ALL_HANDS, on="due")
REVIEW = Clock("review", "Review what came of it", MOVERS, on="next_review")
LOOK = Clock("look", "Say what follows from the report", MOVERS, days=LOOK_DAYS)
ANSWER = Clock("answer", "Give the risk a response", MOVERS, days=ANSWER_DAYS)

FLOW = Flow(
    kind="risk",
    label="Risk of the portfolio",
    states=(
        State("open", "Open", "No response yet: choose one, with an owner and a date."),
        State("responded", "Responded", "A response, an owner and a date stand. Whoever acts on it is to be told."),
        State("told", "Told", "Somebody was told, and the receipt is on file. What comes of it is to be reviewed."),
        State("reviewed", "Reviewed", "What came of it is on file. It is reviewed again on the next day set."),
        State("closed", "Closed", "Nothing more is awaited; the reason stands in the timeline.", ends=True),
    ),
    start="open",
    opens=MOVERS,
    sees=ALL_HANDS + anybody(Role.INSPECTOR_GENERAL),
    open_sets=(ANSWER,),
    papers=(("receipt", "receipt of a message"), ("report", "report of a visit, or an answer")),
    moves=(
        Move("respond", "Give a response", ("open",), "responded", MOVERS, "What is done, by whom, until when.",
             needs=RESPOND, sets=(DUE,), ends=("answer",)),
        Move("respond_again", "Give another response", ("responded", "told", "reviewed"), "responded", MOVERS,
             "After a review, or where the first response turns out to be the wrong one. The former one stays in the timeline.",
             needs=RESPOND, reason=True, sets=(DUE,), ends=("response", "review", "look")),
        Move("send", "Write down a message", ("responded",), "responded", MOVERS,
             "Tell whoever acts on it; an e-mail is sent from here.", needs=MESSAGE),
        Move("send_more", "Write down another message", ("told",), "told", MOVERS, "Tell somebody else.", needs=MESSAGE),
        Move("receive", "File a receipt", ("responded", "told"), "told", MOVERS,
             "A message counts as told when it is known to have been received: a note of how and when, and the document where "
             "there is one.",
             needs=(Field("message", "Number of the message", Answer.NUMBER, help="As in the table of messages."),
                    Field("received_on", "Received on", Answer.DAY),
                    Field("received_how", "How it is known", Answer.LONG,
                          help="Such as: confirmed by telephone, or: see the signed receipt."),
                    Paper("receipt", optional=True))),
        Move("report", "Report what was done", ("responded",), "responded", ALL_HANDS,
             "An answer that came, or what was seen on site.", needs=REPORT, sets=(LOOK,), ends=("response", "look")),
        Move("report_more", "Report what was done since", ("told", "reviewed"), "told", ALL_HANDS,
             "An answer that came, or what was seen on site.", needs=REPORT, sets=(LOOK,), ends=("response", "review", "look")),
        Move("review", "Review what came of it", ("told", "reviewed"), "reviewed", MOVERS,
             "Once a response was carried out, or its day is over.",
             needs=(Field("came", "What came of it", Answer.CHOICE, choices=CAME),
                    Field("came_says", "In a sentence or two", Answer.LONG),
                    Field("next_review", "Next review", Answer.DAY)),
             sets=(REVIEW,), ends=("response", "review", "look")),
        Move("close", "Close the risk", ("open", "responded", "told", "reviewed"), "closed", MOVERS,
             "Where nothing more is awaited: the award is over, or the record shows where the goods come from.",
             reason=True, ends=("answer", "response", "review", "look")),
        Move("reopen", "Open it again", ("closed",), "open", MOVERS, "Where something new is known.",
             reason=True, reopens=True, sets=(ANSWER,)),
    ),
)  # fmt: skip
