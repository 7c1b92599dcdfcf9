"""FAR 52.222-50(d)-(g) and 22.1704: what happens when somebody learns of a violation."""

from __future__ import annotations

from datetime import date

from buyfair.judge.amounts import INFERRED
from buyfair.judge.conditions import ALWAYS, holds, named, one_of
from buyfair.judge.rule import DUTY, PERFORM, PERFORMANCE, Note, Rule
from buyfair.knowledge import facts as f
from buyfair.knowledge.rules.far.subpart_22_17 import PART, codified, overhaul, wordings

FOUND = named(
    one_of(f.SUBSTANTIATED, *f.SUBSTANTIATED_AGAINST),
    "an allegation against the contractor or a subcontractor is finally substantiated",
    "no allegation is finally substantiated",
)
FOUND_BELOW = named(
    one_of(f.SUBSTANTIATED, "subcontractor"),
    "an allegation against a subcontractor is finally substantiated",
    "no allegation against a subcontractor is finally substantiated",
)
RECORD = "the integrity record (SAM.gov Responsibility/Qualification, formerly FAPIIS)"

RULES = (
    Rule(
        row="TIP-17", id="far-52.222-50-d-notice", title="Credible information goes to the contracting officer and the inspector general at once",
        result=DUTY, owed_by="contractor, and each subcontractor in turn", step=PERFORM, part=PART, day=PERFORMANCE, in_clause=True,
        when=holds(f.CREDIBLE),
        then="Tell the contracting officer and the agency inspector general of the information, and of any action taken. "
             "With several contracts concerned, tell the officer of the one with the highest value.",
        due="immediately; the text counts no days",
        evidence="The notices to both, with day and hour, beside the day on which the information came in.",
        unmet="Information in the file, or known to a manager, and no notice to one of the two.",
        consequence="Failing paragraph (d) opens the seven remedies of 52.222-50(e).",
        means_not="Information is credible or not, never proven at this stage; it may come from anybody, a worker included. "
                  "The text asks for the information, not for the name of the source; protection from reprisal stands elsewhere (41 USC 4712, 10 USC 4701; recalled).",
        texts=wordings("FAR 52.222-50(d); 22 USC 7104c", "FAR 52.222-50(d) (overhaul text); 22 USC 7104c",
                       "Any credible information it receives from any source"),
    ),
    Rule(
        row="TIP-18", short="cooperation", id="far-52.222-50-g-cooperation", title="The contractor cooperates and protects suspected victims and witnesses",
        result=DUTY, owed_by="contractor, and each subcontractor in turn", step=PERFORM, part=PART, standing=True,
        when=ALWAYS,
        then="Disclose to the inspector general (by 22.1703(d)(1), or 22.1703-1(a)(3)(i) in the overhaul text, to the contracting officer too) enough to identify the nature and extent of the offense and those responsible; answer document requests in time and completely; give reasonable access to facilities and staff in and outside the United States; protect suspected victims and witnesses before they return, and do not hinder their cooperation.",
        due="from the first information on; document and access requests as they come",
        evidence="A log of requests and answers; what was done for the safety of each person concerned.",
        unmet="A request unanswered, a site closed to investigators, a suspected victim sent away or punished.",
        consequence="Failing paragraph (g) opens the seven remedies of 52.222-50(e).",
        means_not="It does not take away attorney-client privilege, the Fifth Amendment or the firm's own inquiry. "
                  "The overhaul text of 22.1703-1 no longer repeats the protection of victims; the clause keeps it.",
        texts=wordings("FAR 52.222-50(g); 22.1703(d)", "FAR 52.222-50(g); 22.1703-1(a)(3) (overhaul text)",
                       "Protect all employees suspected of being victims of or witnesses to"),
    ),
    Rule(
        row="TIP-19", id="far-22.1704-b-referral", title="The contracting officer passes credible information on",
        result=DUTY, owed_by="contracting officer; inspector general; head of the agency", step=PERFORM, part=PART, day=PERFORMANCE,
        when=holds(f.CREDIBLE),
        then="Officer: tell the inspector general and the suspending and debarring official, and law enforcement if appropriate; the officer may direct abatement. Inspector general: review, and record why if not investigating. On a report that "
             "supports the allegation the head of the agency refers it to the suspending and debarring official and names an "
             "official to hold a proceeding in which the firm may reply.",
        due="the officer promptly; the proceeding expeditiously",
        evidence="The referrals with their days; the reason recorded where nothing was investigated; the delegation.",
        unmet="Information that reached the officer and left no trace of a referral.",
        consequence="The agency's own duty; unreported cases are an audit finding (GAO-21-546).",
        means_not="A referral is not a finding against anybody.",
        texts=(
            codified("FAR 22.1704(b)-(c); 22 USC 7104b(a)-(c)", "promptly notify"),
            overhaul("FAR 22.1704(b)-(c) (overhaul text); 22 USC 7104b(a)-(c)",
                     "Refer the matter to the agency suspending and debarring official"),
        ),
        notes=("The referral to the suspending and debarring official stands in the statute since Public Law 117-211 "
               "(17 October 2022) and in the overhaul text; the codified text asks the delegation only.",),
    ),
    Rule(
        row="TIP-20", id="far-22.1704-d-remedies", title="A substantiated allegation is recorded and a remedy considered",
        result=DUTY, owed_by="contracting officer", step=PERFORM, part=PART, day=PERFORMANCE,
        when=FOUND,
        then=f"Enter the violation in {RECORD} and consider seven remedies: removal of an employee from the contract; termination of a subcontract; suspension of payments; loss of award fee; declining an option; termination for default or cause; suspension or debarment.",
        due="once the final determination is received",
        evidence="The determination, the number of the entry, and a memo that says which remedy was chosen and why.",
        unmet="A final determination with no entry, or no word on remedies.",
        consequence="The agency's own duty. Mitigating: a plan or awareness program in place and followed, and appropriate remedial action taken, which may include reparation to victims. Aggravating: an ordered abatement not done.",
        means_not="No remedy is automatic: the officer considers and decides. An allegation that is not finally substantiated is not recorded under this rule.",
        texts=wordings("FAR 22.1704(d); 52.222-50(e)-(f)", "FAR 22.1704(d); 52.222-50(e)-(f) (overhaul text)",
                       "may consider"),
        notes=("By its words 52.222-50(e) names failures of paragraphs (c), (d), (g), (h) and (i); a violation of (b) comes "
               "in through 22.1704. The overhaul text leaves the factors to the clause.",),
    ),
    Rule(
        row="TIP-21", id="far-42.1503-h-1-v-entry", title="The final determination is entered within three calendar days",
        result=DUTY, owed_by="agency", step=PERFORM, part="42", day=PERFORMANCE,
        when=FOUND,
        then=f"Enter the determination in {RECORD}; it becomes public unless a FOIA exemption applies.",
        due="within 3 calendar days after the contracting officer receives the final determination",
        evidence="The day of receipt and the day of the entry.",
        unmet="An entry later than the third calendar day, or none.",
        consequence="A late entry is the agency's breach.",
        means_not="The clock starts with the final determination after a proceeding, not with the inspector general's report.",
        texts=wordings("FAR 42.1503(h)(1)(v)", "FAR 42.1103(g)(1)(v) (overhaul text)",
                       "within 3 calendar days after a contracting officer"),
        notes=("The overhaul text of part 9 still cites 42.1503(h)(1)(v), a known dangling reference.",),
    ),
    Rule(
        row="TIP-22", id="far-9.104-6-b-5-prime-record", title="A subcontractor's violation stands on the prime's record, with the prime's answer",
        result=DUTY, owed_by="contracting officer", step=PERFORM, part="9", day=PERFORMANCE,
        when=FOUND_BELOW,
        then="Post the violation to the record of the prime; the prime may post what mitigates it, its degree of compliance "
             "with 52.222-50 included; later officers weigh both.",
        due="with the entry, within 3 calendar days",
        evidence="The post, and the prime's response beside it.",
        unmet="A subcontractor's violation that no record of the prime shows, or a response that was not weighed.",
        consequence="It counts when the prime's responsibility is judged for later awards.",
        means_not="It is not a finding of wrongdoing by the prime; the prime may post mitigating factors, and the officer must consider them.",
        texts=wordings("FAR 9.104-6(b)(5)", "FAR 9.104-6(b)(5) (overhaul text)", "to the record of the prime contractor"),
    ),
)  # fmt: skip
"""Notice, cooperation, referral, remedy, record."""

NOTES = (
    Note(
        row="TIP-28", id="far-case-2024-004", title="A proposed rule on the definition of sex trafficking and on agency duties",
        says="Proposed on 18 July 2024; no final rule was found. The overhaul text already has the referral to the suspending "
             "and debarring official and a wider definition of sex trafficking in 22.1702, not in the clause.",
        cites="FAR case 2024-004, 89 FR 58323", since="proposed 2024-07-18, comments to 2024-09-16",
        watch="A final rule would change 22.1702, 22.1704 and 52.222-50.",
        source="Federal Register notice, seen in an excerpt", mark=INFERRED, read_on=date(2026, 5, 23),
    ),
)  # fmt: skip
"""What is on the way."""
