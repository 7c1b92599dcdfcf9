"""41 USC 4712, 10 USC 4701, 18 USC 1351, 1589 and 1595, 31 USC 3729: who speaks up is protected, and what is punished."""

from __future__ import annotations

from datetime import date

from buyfair.judge.amounts import INFERRED, RECALLED
from buyfair.judge.conditions import ALWAYS, one_of
from buyfair.judge.rule import DUTY, PERFORM, PERFORMANCE, Rule, Text
from buyfair.knowledge import facts as f

READ_ON = date(2026, 11, 29)
CODE = "United States Code, public copy of 2023"
REPRISAL = "may not be discharged, demoted, or otherwise discriminated against as a reprisal"

RULES = (
    Rule(
        row="WB-01", short="no reprisal (civilian agencies)", id="usc-41-4712-whistleblowers", title="Nobody is punished for reporting: contracts of civilian agencies",
        result=DUTY, owed_by="contractor, and each subcontractor in turn", step=PERFORM, day=PERFORMANCE,
        when=one_of(f.AGENCY, "civilian"),
        then="Do not discharge, demote or otherwise punish an employee who tells an inspector general, Congress, GAO, the contracting officer or representative, law enforcement, a court, or the firm's own responsible manager what he or she reasonably believes is a violation of law related to the contract or a danger to health or safety; tell employees of this right in writing, in the main language of the workforce.",
        due="throughout performance",
        evidence="The written notice in the workers' language, with its day; no dismissal or demotion after a report without a reason that would have stood without it.",
        unmet="A worker who was dismissed, sent home or demoted after a report, or a workforce that was never told.",
        consequence="The inspector general investigates; the head of the agency may order reinstatement, back pay and costs; the worker may then go to court.",
        means_not="It protects reports, not their truth: reasonable belief is enough. Workers of subcontractors are covered. It does not apply to the intelligence community, and the complaint has a time limit (three years; recalled).",
        texts=(Text(cites="41 USC 4712; FAR 52.203-17", first=date(2013, 7, 1), read_on=READ_ON, source=f"{CODE}; first day from FAR 3.900(b), FAR source files", quote=REPRISAL),),
        notes=("The clause 52.203-17 carries it into contracts: FAR 3.906, in force since 6 November 2023 (88 FR 69517), prescribes it without a value; a text before it only above the simplified acquisition threshold (3.908-9). The statute itself has no value.",
               "NASA and the Coast Guard fall under WB-02."),
    ),
    Rule(
        row="WB-02", short="no reprisal (DoD)", id="usc-10-4701-whistleblowers", title="Nobody is punished for reporting: contracts of the Department of Defense",
        result=DUTY, owed_by="contractor, and each subcontractor in turn", step=PERFORM, day=PERFORMANCE,
        when=one_of(f.AGENCY, "dod", "exchange_or_commissary"),
        then="Do not discharge, demote or otherwise punish an employee who reports what he or she reasonably believes is a violation of law related to a Department contract or a danger to health or safety to one of the persons that the law names; tell employees of this right in writing, in the main language of the workforce (clause DFARS 252.203-7002).",
        due="throughout performance",
        evidence="The written notice in the workers' language, with its day; no dismissal or demotion after a report without a reason that would have stood without it.",
        unmet="A worker who was dismissed, sent home or demoted after a report, or a workforce that was never told.",
        consequence="The inspector general of the Department investigates; the head of the agency may order reinstatement, back pay and costs; the worker may then go to court.",
        means_not="It protects reports, not their truth: reasonable belief is enough. Workers of subcontractors are covered. It does not apply to the intelligence community.",
        texts=(Text(cites="10 USC 4701; DFARS 252.203-7002", first=date(2022, 1, 1), read_on=READ_ON, source=f"{CODE}; first day is that of the renumbering from 10 USC 2409 (recalled)", quote=REPRISAL),),
        notes=("NASA contracts are covered by the same section; here they are told as a civilian agency and fall under WB-01 until counsel says otherwise.",
               "Commissaries are part of the Department. Whether a contract of an exchange with its own funds is a Department contract here was not settled: the prudent course is to treat it so."),
    ),
    Rule(
        row="WB-03", short="forced labor and recruiting fraud are crimes", id="usc-18-1589-1351-1595", title="Forced labor and fraud in recruiting are crimes, and victims may sue",
        result=DUTY, owed_by="everybody in the chain: firms, recruiters, and who knowingly benefits", step=PERFORM, day=PERFORMANCE, standing=True,
        when=ALWAYS,
        then="Do not obtain labor by force, threats, harm or abuse of law, do not knowingly benefit from it, and do not recruit by false promises for work on a US government contract, inside or outside the United States.",
        due="at all times",
        evidence="Recruitment papers that match the work found, passports with their owners, workers free to leave.",
        unmet="Workers held by debt, threats or withheld papers, or promises at home that the work abroad does not keep.",
        consequence="Prison and fines; civil action of the victim against the perpetrator and against who knowingly benefited and knew or should have known (18 USC 1595; recalled).",
        means_not="It needs no contract clause and no threshold. A finding is for courts: this tool accuses nobody.",
        texts=(Text(cites="18 USC 1351, 1589, 1595", first=date(2013, 1, 2), read_on=READ_ON, mark=INFERRED, source=f"{CODE}: 1351(a)-(b) read, 1589 and 1595 recalled; first day is that of 1351(b) (Public Law 112-239; recalled)",
                    quote="employment performed on a United States Government contract performed outside the United States"),),
    ),
    Rule(
        row="WB-04", short="no false certificates", id="usc-31-3729-false-certificates", title="A false certificate is a false claim",
        result=DUTY, owed_by="offeror, contractor, and each subcontractor in turn", step=PERFORM, day=PERFORMANCE, standing=True,
        when=ALWAYS,
        then="Do not give or use a certificate, invoice or record that you know, deliberately ignore, or recklessly do not find out to be false; correct one that turns out to be.",
        due="with every certificate and every invoice",
        evidence="The file of due diligence behind each certificate, of the day on which it was given.",
        unmet="A certificate whose file holds the facts that contradict it, or no inquiry at all.",
        consequence="Three times the damage and a penalty for each claim; a worker or another insider may bring the action and is protected (31 USC 3730(b), (h)).",
        means_not="An honest mistake after real inquiry is not a false claim; neither is a plan that found abuse and says so.",
        texts=(Text(cites="31 USC 3729-3733", first=date(2009, 5, 20), read_on=READ_ON, mark=RECALLED, source="recalled; first day is that of Public Law 111-21 (recalled)"),),
        notes=("Whether a certificate is material to payment is for courts (Universal Health Services v. Escobar, 2016; recalled).",),
    ),
)  # fmt: skip
"""Protection from reprisal for two kinds of agency, the crimes, the false certificate."""
