"""How a certificate goes: due, filed, relied on or challenged, answered, withdrawn, renewed each year where the law says so."""

from __future__ import annotations

from buyfair.web.casework.flow import Answer, Clock, Field, Flow, Move, Paper, State, anybody, owner, party
from buyfair.web.certificates.kinds import versions
from buyfair.web.core.roles import OVERSIGHT, Role

OFFICER = Role.CONTRACTING_OFFICER
SUPPLIERS = (Role.SUPPLIER_MEMBER, Role.SUPPLIER_CERTIFIER)
GIVES = owner(OFFICER) + party(*SUPPLIERS)
READ_BY_SUPPLIER = "A supplier that was let in reads this: name no worker and nobody who told you in confidence."

DECIDE = Clock("decide", "The office relies on it or challenges it", owner(OFFICER), days=14)

FLOW = Flow(
    kind="certificate",
    label="Certificate",
    states=(
        State("due", "Due", "Nothing is on file yet: the supplier signs and sends it, or the office files what it "
                            "received."),
        State("filed", "On file", "On file is not the same as true. A contracting officer checks it, then relies on "
                                  "it or "
                                  "challenges it."),
        State("relied", "Relied on", "The office took it as it is and noted what it knew on that day. That is no "
                                     "finding "
                                     "that it is true."),
        State("challenged", "Challenged", "The office noted what it actually knows; the supplier answers."),
        State("answered", "Answered", "The supplier answered. A contracting officer relies on it, or it is withdrawn."),
        State("withdrawn", "Withdrawn", "It no longer stands. Where a duty binds, another one is due."),
        State("expired", "Expired", "Its time is over. Where a duty binds, the next one is due."),
        State("closed", "Closed", "No longer needed, as its reason says.", ends=True),
    ),
    start="due",
    opens=GIVES,
    sees=owner(OFFICER, Role.REPRESENTATIVE, Role.PORTFOLIO_LEAD) + party(*SUPPLIERS) + anybody(*sorted(OVERSIGHT)),
    papers=(("certificate", "signed certificate"), ("answer", "answer of the supplier"),
            ("evidence", "what a challenge rests on (the supplier does not get it)")),
    confined=("evidence",),
    confides=anybody(*sorted(OVERSIGHT)),
    moves=(
        Move("ask", "Set the day on which it is due", ("due", "withdrawn", "expired"), "due", owner(OFFICER),
             needs=(Field("due_on", "Due on", Answer.DAY,
                          help="Before award: the day of award at the latest. Every year: the anniversary of the "
                               "award is "
                               "our reading, the text names no day."),),
             sets=(Clock("certificate", "The certificate is due", GIVES, on="due_on", warns=30),), ends=("certificate",)),
        Move("file", "File the certificate that was received", ("due", "filed", "relied", "withdrawn", "expired"),
             "filed", GIVES,
             says="A newer certificate, or a correction of what was noted, takes the place of the one before; both "
                  "stay in the timeline.",
             needs=(
                 Field("received_on", "Received on", Answer.DAY),
                 Field("signed_by", "Signed by", Answer.TEXT, help="The name under the signature."),
                 Field("signer_role", "Signed as", Answer.TEXT, optional=True,
                       help="The part in which the person signed for the supplier, such as president. Left empty, the "
                            "page says that nothing shows who may bind the supplier."),
                 Field("signed_on", "Signed on", Answer.DAY),
                 Field("text_version", "Text version", Answer.CHOICE, choices=versions(), optional=True,
                       help="The date printed beside the title of the provision or clause. Left empty, it is unknown."),
                 Field("period_from", "Speaks for the time from", Answer.DAY, optional=True),
                 Field("period_until", "Speaks for the time until", Answer.DAY, optional=True),
                 Field("covers", "What it covers", Answer.LONG, optional=True,
                       help="Lines, end products and countries, or the subcontract, as it names them."),
                 Field("solicited_on", "Day of the solicitation", Answer.DAY, optional=True,
                       help="It decides which text was in force. A day that the office noted is changed by the office alone."),
                 Field("awarded_on", "Day of the award", Answer.DAY, optional=True,
                       help="A day that the office noted is changed by the office alone."),
                 Paper("certificate"),
             ),
             sets=(DECIDE,), ends=("certificate", "renewal", "decide")),
        Move("rely", "Rely on it", ("filed", "answered"), "relied", owner(OFFICER),
             says="Relying takes the certificate as it is, absent actual knowledge that it is false (FAR 22.1503(d) "
                  "says so "
                  "of the one on child labor). It is no finding that it is true.",
             needs=(
                 Field("checked", "What was checked", Answer.LONG,
                       help="Signature, day, text, what it covers, the effort behind it; and by whom."),
                 Field("known", "What the office held on file that day", Answer.LONG,
                       help="About this supplier, this product and this place: listings, leads, reports, or nothing. "
                            + READ_BY_SUPPLIER),
                 Field("not_false", "Nobody in this office actually knows that it is false", Answer.TICK),
                 Field("explained", "Why, although something is missing, cannot be told, or was challenged", Answer.LONG,
                       optional=True,
                       help="Needed where a check on this page says no or cannot tell, and after a challenge: what became "
                            "of what the office knew."),
                 Field("next_due", "The next one is due on", Answer.DAY, optional=True,
                       help="Needed for a certificate that comes each year; at most thirteen months from now."),
             ),
             sets=(Clock("renewal", "The next certificate is due", GIVES, on="next_due", warns=30),),
             ends=("decide", "answer")),
        Move("challenge", "Challenge it", ("filed", "relied", "answered"), "challenged", owner(OFFICER),
             says="A supplier that was let in reads what the government knows, from which source and since when: name no "
                  "worker there. Whom you told, and the document that it rests on, it does not get. This is "
                  "an actual-knowledge note: what the government knows, from where, since when, and who was told. "
                  "A listing, a news report or a lead of a name is a "
                  "reason to ask, not actual knowledge that this certificate is false.",
             needs=(
                 Field("knew", "What the government knows", Answer.LONG, help=READ_BY_SUPPLIER),
                 Field("source", "From which source", Answer.TEXT, help="A record, a report, an office. " + READ_BY_SUPPLIER),
                 Field("known_since", "Known since", Answer.DAY),
                 Field("told_to", "Who was told", Answer.TEXT,
                       help="Inspector general, suspending and debarring official, counsel, with the day; or nobody "
                            "yet. Your office and oversight read this, the supplier does not.", confined=True),
                 Field("answer_by", "The supplier answers by", Answer.DAY),
                 Paper("evidence", optional=True),
             ),
             sets=(Clock("answer", "The supplier answers the challenge", GIVES, on="answer_by"),),
             ends=("decide", "renewal")),
        Move("answer", "Answer the challenge", ("challenged",), "answered", GIVES,
             needs=(Field("says", "What the supplier says", Answer.LONG), Paper("answer", optional=True)),
             sets=(DECIDE,), ends=("answer",)),
        Move("withdraw", "Withdraw it", ("filed", "relied", "challenged", "answered"), "withdrawn",
             owner(OFFICER) + party(Role.SUPPLIER_CERTIFIER), reason=True,
             says="The supplier takes it back, or the office no longer takes it.",
             needs=(Field("due_on", "Another one is due on", Answer.DAY, optional=True),),
             sets=(Clock("certificate", "The certificate is due", GIVES, on="due_on", warns=30),),
             ends=("decide", "answer", "renewal", "certificate")),
        Move("expire", "Its time is over", ("relied",), "expired", owner(OFFICER), reason=True, by_clock=True,
             says="Only once the time that it speaks for, or its twelve months, are over; the work of every day makes this "
                  "step by itself. Filing the next one needs "
                  "no such step.",
             needs=(Field("due_on", "The next one is due on", Answer.DAY, optional=True),),
             sets=(Clock("certificate", "The certificate is due", GIVES, on="due_on", warns=30),),
             ends=("renewal", "certificate")),
        Move("close", "Close: no longer needed",
             ("due", "filed", "relied", "answered", "withdrawn", "expired"), "closed", owner(OFFICER), reason=True,
             ends=("certificate", "decide", "answer", "renewal")),
        Move("reopen", "Open it again", ("closed",), "due", owner(OFFICER), reason=True, reopens=True),
    ),
)  # fmt: skip
