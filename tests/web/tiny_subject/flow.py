"""How a pledge goes: the supplier proposes, the officer agrees, the supplier reports, a monitor closes."""

from __future__ import annotations

from buyfair.web.casework.flow import Answer, Clock, Field, Flow, Move, Paper, State, anybody, owner, party
from buyfair.web.core.roles import Role

OFFICER, SUPPLIER, MONITOR = Role.CONTRACTING_OFFICER, Role.SUPPLIER_MEMBER, Role.MONITOR

FLOW = Flow(
    kind="pledge",
    label="Pledge to pay fees back",
    states=(
        State("draft", "Draft", "The supplier writes what it will pay back."),
        State("proposed", "Proposed", "The office agrees, or returns it with a reason."),
        State("agreed", "Agreed", "The supplier pays and reports."),
        State("reported", "Reported", "A monitor asks the workers whether they were paid."),
        State("closed", "Closed", "The workers were paid back.", ends=True),
    ),
    start="draft",
    opens=party(SUPPLIER) + owner(OFFICER),
    sees=party(SUPPLIER, MONITOR) + owner(OFFICER, states=("proposed", "agreed", "reported", "closed"))
    + anybody(Role.INSPECTOR_GENERAL),
    open_sets=(Clock("proposal", "The supplier proposes", party(SUPPLIER), days=30),),
    papers=(("plan", "plan of repayment"), ("receipts", "receipts of the workers")),
    moves=(
        Move("propose", "Propose the pledge", ("draft",), "proposed", party(SUPPLIER),
             needs=(Field("workers", "How many workers paid", Answer.NUMBER),
                    Field("dollars", "What they are paid back", Answer.MONEY), Paper("plan")),
             ends=("proposal",), sets=(Clock("answer", "The office answers", owner(OFFICER), days=14),)),
        Move("hand_back", "Return it", ("proposed",), "draft", owner(OFFICER), reason=True, ends=("answer",)),
        Move("agree", "Agree to the pledge", ("proposed",), "agreed", owner(OFFICER),
             needs=(Field("pay_by", "Paid back by", Answer.DAY),), ends=("answer",), second=("propose",),
             sets=(Clock("payment", "The workers are paid back", party(SUPPLIER), on="pay_by"),)),
        Move("report", "Report the payment", ("agreed",), "reported", party(SUPPLIER),
             needs=(Paper("receipts", waivable=True),), ends=("payment",)),
        Move("close", "Close the pledge", ("reported",), "closed", party(MONITOR), reason=True,
             second=("report",), other_office=("report",)),
        Move("reopen", "Open it again", ("closed",), "agreed", party(MONITOR) + owner(OFFICER), reason=True, reopens=True),
    ),
)  # fmt: skip
