"""How a planned purchase goes: its facts are told, the package is made, offers are asked for, a contract is awarded."""

from __future__ import annotations

from buyfair.web.casework.flow import Answer, Clock, Field, Flow, Move, Paper, State, anybody, owner
from buyfair.web.core.roles import Role

OFFICER = owner(Role.CONTRACTING_OFFICER)
OFFICE = owner(Role.CONTRACTING_OFFICER, Role.REPRESENTATIVE, Role.PORTFOLIO_LEAD)

ADDRESSEES = (
    Field("addressees", "How many firms or persons outside the government get these questions within twelve months",
          Answer.NUMBER),
    Field("control_number", "OMB control number that covers the questions", optional=True,
          help="Four digits, a hyphen, four digits. Needed from the tenth addressee on (44 USC 3502(3), 3512)."),
)  # fmt: skip

FLOW = Flow(
    kind="acquisition",
    label="Planned purchase",
    states=(
        State("draft", "Draft", "The contracting officer answers what the rules still turn on."),
        State("complete", "Ready to solicit", "The contracting officer looks through the package and solicits."),
        State("solicited", "Solicited", "Offers are awaited; what was solicited is kept as it was."),
        State("awarded", "Awarded", "The contract is performed; certificates and plans fall due."),
        State("closed", "Closed", "Nothing more is awaited.", ends=True),
        State("cancelled", "Cancelled", "The purchase was given up.", ends=True),
    ),
    start="draft",
    opens=OFFICER,
    sees=OFFICE + anybody(Role.INSPECTOR_GENERAL),
    comments=OFFICE,
    papers=(
        ("facts", "facts of the purchase"), ("package", "package as data"),
        ("package_docx", "record of the package (Word)"), ("package_pdf", "record of the package (PDF)"),
        ("texts_docx", "solicitation texts (Word)"), ("texts_pdf", "solicitation texts (PDF)"), ("record", "other record"),
    ),
    by_moves=("facts", "package", "package_docx", "package_pdf", "texts_docx", "texts_pdf"),
    moves=(
        Move("tell", "Tell or change facts", ("draft", "complete"), "draft", OFFICER,
             "Answer the questions on the page of the purchase: they write this move.",
             needs=(Field("changes", "What is told, one fact a line", Answer.LONG,
                          "Written as path = value, such as lines[1].cots = true; null takes a fact back."),)),
        Move("read", "Take the facts from a file", ("draft", "complete"), "draft", OFFICER,
             "The file replaces every fact that was told before.", needs=(Paper("facts"),)),
        Move("complete", "Go on to the package", ("draft",), "complete", OFFICER,
             "A bar is a rule that forbids the purchase as told. None may stand; where one cannot be told yet, the form asks "
             "why you go on. What is unknown stays unknown.",
             needs=(Field("despite", "Why you go on although a bar cannot be told yet", Answer.LONG, optional=True,
                          help="Only where a bar is open. It is kept with the case and stands in the file."),)),
        Move("choose", "Take an item into the package, or leave it out", ("complete",), "complete", OFFICER,
             needs=(Field("item", "Item of the package"),
                    Field("taken", "What you decide", Answer.CHOICE, choices=(("in", "take it in"), ("out", "leave it out"))),
                    Field("why", "Reason", Answer.LONG))),
        Move("fill", "Fill in the blanks of the package", ("complete",), "complete", OFFICER,
             needs=(Field("blanks", "What stands in the blanks, by item", Answer.LONG),)),
        Move("ask", "Note whom the questions go to", ("draft",), "draft", OFFICER, needs=ADDRESSEES),
        Move("ask_complete", "Note whom the questions go to", ("complete",), "complete", OFFICER, needs=ADDRESSEES),
        Move("solicit", "Issue the solicitation", ("complete",), "solicited", OFFICER,
             "The package is kept as it stands, each document by its hash. Do it from the page of the package.",
             needs=(Field("day", "Day on which the solicitation is issued", Answer.DAY), Paper("package"),
                    Paper("package_docx"), Paper("package_pdf"), Paper("texts_docx"), Paper("texts_pdf"), Paper("facts"))),
        Move("award", "Record the award", ("solicited",), "awarded", OFFICER,
             needs=(Field("award_id", "Number of the award", help="As the award data write it, so that the dossier finds it."),
                    Field("supplier", "Supplier"), Field("day", "Day of the award", Answer.DAY),
                    Field("posting_day", "Day on which performance starts", Answer.DAY, optional=True,
                          help="Where a compliance plan is due: it is posted by then."),
                    Field("certificate_day", "Day on which the first yearly certificate is due", Answer.DAY, optional=True,
                          help="Where one is due: the text names no day; the anniversary of the award is our reading."),
                    Field("not_on_file", "What is due before the award and not on file", Answer.LONG, optional=True,
                          help="It bars nothing here, and the event keeps it: say why the award is made all the same.")),
             sets=(Clock("posting", "The compliance plan is posted for workers (FAR 52.222-50(h)(4))", OFFICE, on="posting_day",
                         warns=14),
                   Clock("certificate", "The contractor certifies again (FAR 52.222-50(h)(5))", OFFICE, on="certificate_day",
                         warns=30))),
        Move("close", "Close the purchase", ("awarded",), "closed", OFFICER, reason=True, ends=("posting", "certificate")),
        Move("cancel", "Give the purchase up", ("draft", "complete", "solicited"), "cancelled", OFFICER, reason=True),
    ),
)  # fmt: skip

OWN_PAGES = frozenset({"tell", "read", "choose", "fill", "ask", "ask_complete", "solicit"})
"""Moves that the subject's own pages make; the list of moves on the workbench leaves them out."""
