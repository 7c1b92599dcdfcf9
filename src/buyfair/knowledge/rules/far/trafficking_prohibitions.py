"""FAR 52.222-50(b): what nobody may do to the people who perform a contract."""

from __future__ import annotations

from datetime import date

from buyfair.judge.amounts import INFERRED
from buyfair.judge.conditions import ALWAYS, all_of, any_of, holds
from buyfair.judge.rule import CODIFIED, DUTY, PERFORM, Determination, Rule, Text
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.portion import work_outside
from buyfair.knowledge.rules.far.subpart_22_17 import PART, PRESENT_FORM, READ_ON, codified, overhaul, wordings

WHO = "contractor, subcontractors, their employees and agents"
REMEDIES = "Credible information goes to the inspector general; a substantiated violation is recorded and the officer considers the remedies of 52.222-50(e) (22.1704(d))."
SCOPE = ("\"Employee\" means somebody directly engaged in performing the contract, with more than a minimal part in it. "
         "Factory workers several tiers up are reached mainly through \"subcontractor\", which is any supplier, and "
         "through forced labor in performing the contract.")  # fmt: skip
FEES_DEFINED = date(2019, 1, 22)

RULES = (
    Rule(
        row="TIP-10", short="no trafficking", id="far-52.222-50-b-1-4-trafficking", title="No trafficking, no commercial sex, no forced labor, no withheld papers",
        result=DUTY, owed_by=WHO, step=PERFORM, part=PART, standing=True,
        when=ALWAYS,
        then="Do not engage in severe forms of trafficking; do not procure commercial sex acts; do not use forced labor in "
             "performing the contract; do not destroy, conceal, confiscate or otherwise deny an employee access to the employee's identity or immigration documents.",
        due="through the whole performance; for papers the text names no period",
        evidence="What workers say, in safety; payroll and hours; where passports are kept and who may fetch them.",
        unmet="Signs to follow up, not proof: a worker who may not leave, whose papers are held, or who works under a debt or a threat; commercial sex bought during performance.",
        consequence=REMEDIES,
        means_not="Silence of the record is not evidence that it is met. " + SCOPE,
        texts=wordings("FAR 52.222-50(b)(1)-(4); 22.1703(a)(1)-(4)", "FAR 52.222-50(b)(1)-(4) (overhaul text)",
                       "Destroy, conceal, confiscate, or otherwise deny access"),
        notes=("The first three prohibitions are older than the present form (2007); the earlier wording is not encoded.",),
    ),
    Rule(
        row="TIP-11", short="no deceit in recruiting", id="far-52.222-50-b-5-recruitment", title="No deceit in recruitment, no recruiters who break local law",
        result=DUTY, owed_by=WHO, step=PERFORM, part=PART, standing=True,
        when=ALWAYS,
        then="Use no misleading or fraudulent practices in recruiting or offering work; disclose, in a format and language people understand, the key terms: wages, benefits, place, living conditions, "
             "housing and its cost, other significant costs and hazards; use no recruiter that breaks the labor law of the "
             "country where it recruits.",
        due="at recruitment and when employment is offered",
        evidence="Offer letters and advertisements in the workers' languages; licences of each recruiter.",
        unmet="An offer that names other wages, work or place than what was found; a recruiter without the licence its country asks.",
        consequence=REMEDIES,
        means_not="A licence alone does not show that the offer was true. " + SCOPE,
        texts=wordings("FAR 52.222-50(b)(5)", "FAR 52.222-50(b)(5) (overhaul text)",
                       "in a format and language understood by the employee or potential employee"),
    ),
    Rule(
        row="TIP-12", short="no recruitment fees", id="far-52.222-50-b-6-fees", title="No worker pays to be recruited",
        result=DUTY, owed_by=WHO, step=PERFORM, part=PART, standing=True,
        when=ALWAYS,
        then="Charge no recruitment fee to a worker or applicant, whenever, wherever and however it would be paid. The definition names thirteen heads, where associated with recruiting, and is not closed: (1) finding, interviewing, training and placing; (2) advertising; (3) labor certification; "
             "(4) handling applications and petitions; (5) visas; (6) photographs, identity and immigration papers; "
             "(7) access to the job: medical examinations, vaccination, background checks, certificates; (8) recruiters, "
             "agents, attorneys, notaries; (9) language help, translation, accompaniment; (10) fees that a government asks; "
             "(11) transport and subsistence on the way, to the site and on the return journey; (12) deposits, bonds, insurance; (13) equipment. "
             "Wage deductions, kickbacks, gifts and free labor count as payment, and so does collection by any party at any tier.",
        due="always, whenever the fee is charged or collected",
        evidence="A ledger per worker of who paid what to whom, and proof of repayment.",
        unmet="A worker or applicant who bore a cost of recruitment, by payment, deduction or otherwise.",
        consequence=REMEDIES + " Reparation may be part of what mitigates (52.222-50(f)(1)).",
        means_not="That local law allows a fee is no exception in the text (our reading). Repayment is what the remedy asks, not this paragraph. " + SCOPE,
        texts=(
            Text(cites="FAR 52.222-50(b)(6) (Mar 2015)", first=PRESENT_FORM, until=FEES_DEFINED, read_on=READ_ON,
                 source="80 FR 4967; before the definition of the fees", mark=INFERRED, regimes=(CODIFIED,)),
            codified("FAR 52.222-50(a), (b)(6)", "Charge employees or potential employees recruitment fees", FEES_DEFINED),
            overhaul("FAR 52.222-50(a), (b)(6) (overhaul text)", "Charge employees or potential employees recruitment fees"),
        ),
        notes=("The thirteen heads were defined on 22 January 2019 (83 FR 65466); before, the ban stood without them.",),
    ),
    Rule(
        row="TIP-13", id="far-52.222-50-b-7-return", title="The employer pays the way home",
        result=DUTY, owed_by="the employer, contractor or subcontractor", step=PERFORM, part=PART,
        when=all_of(
            holds(f.MIGRANT), holds(f.RELOCATION), any_of(work_outside, holds(f.RETURN_REQUIRED)),
        ),
        lifted_by=(Determination(
            "return-transportation-exemption", "an exemption signed by an authorized official of the contracting agency",
            "FAR 52.222-50(b)(7)(ii)(B)"),),
        then="Provide or pay for the return transportation of each worker who is not a national of the country of work and was brought there for the "
             "contract. Inside the United States only where a temporary worker program or a written agreement requires it.",
        due="at the end of employment; for victims and witnesses in a way that does not obstruct services, redress or testimony",
        evidence="Tickets or payments per worker; the exemption; the statement of who stays lawfully and by choice.",
        unmet="A worker left without a way home, or who paid for it.",
        consequence=REMEDIES,
        means_not="A worker who may lawfully stay and chooses to is not owed it; that is decided worker by worker, "
                  "not in this answer.",
        texts=wordings("FAR 52.222-50(b)(7)", "FAR 52.222-50(b)(7) (overhaul text)", "upon the end of employment"),
    ),
    Rule(
        row="TIP-14", id="far-52.222-50-b-8-housing", title="Housing meets the standards of the host country",
        result=DUTY, owed_by=WHO, step=PERFORM, part=PART,
        when=holds(f.HOUSING),
        then="Where housing is provided or arranged, it meets the housing and safety standards of the host country.",
        due="as long as anybody is housed",
        evidence="Inspection reports by somebody independent; number of people per room; exits, water, fire safety.",
        unmet="Housing below the host country's standard.",
        consequence=REMEDIES,
        means_not="An inspection is good evidence; the text does not require one. It does not set an international standard where the host country's is lower: the code of conduct may.",
        texts=wordings("FAR 52.222-50(b)(8)", "FAR 52.222-50(b)(8) (overhaul text)",
                       "fails to meet the host country housing and safety standards"),
    ),
    Rule(
        row="TIP-15", id="far-52.222-50-b-9-work-document", title="A written work document, five days before relocation",
        result=DUTY, owed_by="the employer, contractor or subcontractor", step=PERFORM, part=PART,
        when=holds(f.WORK_DOCUMENT),
        then="Give each worker a work document in writing, in a language that the worker understands, with at least nine contents: "
             "work, wages, no recruitment fees, place, housing and its cost, time off, round trip, how to complain, and the "
             "laws that forbid trafficking.",
        due="where the worker must relocate, at least five days before; otherwise the text names no day",
        evidence="The signed documents, with language and date against the day of travel.",
        unmet="No document, one in a language the worker does not read, one of the nine contents absent, or given, to a worker who relocates, later than five days before.",
        consequence=REMEDIES,
        means_not="It binds only where a law or the contract requires such a document. The codified text asks the officer to "
                  "weigh the risk and the number of non-US citizens when deciding to require it (22.1703(a)(9)); the overhaul text dropped that.",
        texts=wordings("FAR 52.222-50(b)(9); 22.1703(a)(9)", "FAR 52.222-50(b)(9) (overhaul text)",
                       "at least five days prior to the employee relocating"),
    ),
)  # fmt: skip
"""The nine prohibitions of paragraph (b)."""
