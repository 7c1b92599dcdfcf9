"""5 USC 552 with Executive Order 12600, and 44 USC chapter 35: what firms tell the government, and how it may be asked."""

from __future__ import annotations

from datetime import date

from buyfair.judge.amounts import RECALLED
from buyfair.judge.conditions import holds
from buyfair.judge.rule import CLOSE, DUTY, PERFORMANCE, PLAN, Rule, Text
from buyfair.knowledge import facts as f

READ_ON = date(2026, 11, 29)

RULES = (
    Rule(
        row="FO-01", id="usc-5-552-submitter-notice", title="The firm hears of a request before its confidential information is released",
        result=DUTY, owed_by="agency", step=CLOSE, day=PERFORMANCE,
        when=holds(f.FOIA_REQUEST),
        then="Tell the firm that submitted the information, give it time to object, consider the objection, and tell it before releasing against it.",
        due="before release; the days stand in each agency's own rules",
        evidence="The notice, the objection, the decision, each with its day.",
        unmet="Information that a firm marked as confidential and that was released without notice to it.",
        consequence="The firm may sue to stop or undo the release; firms then tell less.",
        means_not="It does not make factory names or findings confidential by itself: an exemption must apply. Names of workers and of who spoke up are protected on other grounds.",
        texts=(Text(cites="5 USC 552(b)(4); Executive Order 12600 (52 FR 23781)", first=date(1987, 6, 23), read_on=READ_ON, mark=RECALLED, source="recalled; the day is that of the order (recalled)"),),
        notes=("A reason to ask suppliers to mark what is confidential when they give it, and to ask for no more than is needed (MR-01).",),
    ),
    Rule(
        row="PR-01", id="usc-44-3507-control-number", title="The same questions to ten or more need a control number",
        result=DUTY, owed_by="agency", step=PLAN,
        when=holds(f.ASKS_TEN),
        then="Have the questionnaire cleared by OMB before it goes out, and print its control number on it; or use one that is already cleared.",
        due="before the first question is put",
        evidence="The control number and its expiry on the form.",
        unmet="A questionnaire put to ten or more firms or persons that shows no valid control number.",
        consequence="Nobody may be penalized for not answering (44 USC 3512).",
        means_not="It does not forbid asking, and it does not bind a prime that asks its suppliers on its own account. Questions of the FAR itself are cleared (FAR 1.106; recalled).",
        texts=(Text(cites="44 USC 3502(3), 3507, 3512", first=date(1995, 10, 1), read_on=READ_ON, mark=RECALLED, source="recalled; first day is that of Public Law 104-13 (recalled)"),),
        notes=("What a solicitation asks of offerors falls under the clearances of the FAR as long as it stays within them; a questionnaire of one's own to all suppliers does not.",),
    ),
)  # fmt: skip
"""Notice before release, and the control number."""
