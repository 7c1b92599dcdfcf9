"""FAR 22.17: above a value abroad, a compliance plan, certificates before award and every year, at each tier."""

from __future__ import annotations

from buyfair.judge.conditions import above, all_of, at_least, not_
from buyfair.judge.rule import AWARD, DUTY, PERFORM, PERFORMANCE, PRIME, SOLICIT, SUBCONTRACT, Rule
from buyfair.knowledge.facts.portion import entirely_off_the_shelf, possible_outside, value_outside
from buyfair.knowledge.rules.far.subpart_22_17 import PART, wordings

TIP_PLAN = "TIP_PLAN"
READINGS = ("Readings, not text: \"acquired outside\" is not defined, place of making and place of buying may differ; supplies "
            "and services are added into one portion; by 22.1703(c)(1)(i) the portion of a subcontract can require the "
            "certificate too, although no line of the prime is abroad.")
INFLATION = ("The clause in a contract prints its own amount. FAR 1.109(d) and 41 USC 1908 carry an adjustment for inflation "
             "of a statutory threshold into running contracts too; whether that reaches this threshold for supplies was not "
             "settled: ask counsel where the portion lies between two amounts.")
CONSTRUCTION = ("The text read does not say whether construction or research performed abroad is a service for this test: "
                "such a line counts only in the upper end until the contracting officer decides; the prudent course is to count it.")  # fmt: skip
PORTION = "Has an estimated value that exceeds"

PLAN_KEPT = Rule(
    row="TIP-05", short="plan", id="far-52.222-50-h-plan", title="A compliance plan is kept through performance",
    result=DUTY, owed_by="contractor; a subcontractor whose own portion is above the threshold", step=PERFORM, part=PART,
    looks_at_making=True,
    when=above(value_outside, TIP_PLAN),
    then="Keep a compliance plan, fit to the size and complexity of the contract, its workforce and its risk, with five "
         "parts: (1) an awareness program; (2) a way to report without fear of retaliation, with the hotline 1-844-888-FREE and help@befree.org; "
         "(3) recruitment and wages: recruitment companies with trained employees only, no fees charged to workers, wages that meet host-country law or an explanation of any variance; "
         "(4) housing, if any is provided or arranged; (5) procedures to prevent violations by agents and subcontractors "
         "at any tier and value, and to monitor, detect and end them.",
    due="throughout performance; the certificate before award says that it is already implemented",
    evidence="The plan; each of the five parts is checked for this contract's own facts, not only for its heading.",
    unmet="No plan, a part that is absent, or a text that would fit any contract: no site, no recruiter, no workforce of this one.",
    consequence="Failing paragraph (h) opens the seven remedies of 52.222-50(e); a plan or awareness program that was in place and followed is part of what may mitigate.",
    means_not="It does not look at the contract's whole value but at the portion abroad, COTS items left out. The text requires no approval; the officer may ask to see it.",
    texts=wordings("FAR 52.222-50(h)(1)-(3); 22.1703(c)", "FAR 52.222-50(h)(1)-(3); 22.1703-1(b) (overhaul text)",
                   PORTION),
    notes=(CONSTRUCTION, READINGS, INFLATION,
           "The text gives the plan of a subcontractor the same limits, by the subcontract's own portion (52.222-50(i)(1))."),
)  # fmt: skip

RULES = (
    Rule(
        row="TIP-03", short="provision", id="far-22.1705-b-provision", title="The solicitation carries the certification provision",
        result=DUTY, owed_by="contracting officer", step=SOLICIT, part=PART, tiers=PRIME,
        looks_at_making=True,
        when=all_of(at_least(possible_outside, TIP_PLAN), not_(entirely_off_the_shelf)),
        then="Put provision FAR 52.222-56, Certification Regarding Trafficking in Persons Compliance Plan, into the solicitation.",
        due="in the solicitation",
        evidence="The provision in the document, and a note of how much could be performed abroad.",
        unmet="A solicitation without 52.222-56 although as much as the threshold could be performed abroad.",
        consequence="Without the provision the offeror has no notice of the certificate, and an award may be made without it.",
        means_not="It asks what is possible, not what is certain, and it counts COTS items: only an acquisition that is "
                  "entirely COTS is exempt. At exactly the threshold it applies; the plan does not.",
        texts=wordings("FAR 22.1705(b); 52.222-56", "FAR 22.1703-2(b); 52.222-56 (overhaul text)",
                       "The acquisition is not entirely for commercially available off-the-shelf items"),
        notes=("The estimate is the officer's. Where it is not told, it lies between what is known to be abroad and that "
               "plus every line whose place is not told. Construction and research abroad count here: what is asked is "
               "where the contract may be performed.",),
    ),
    Rule(
        row="TIP-04", short="certificate", id="far-22.1703-c-certificate", title="The apparent successful offeror certifies before award",
        result=DUTY, owed_by="apparent successful offeror", step=AWARD, part=PART, tiers=PRIME,
        looks_at_making=True,
        when=above(value_outside, TIP_PLAN),
        then="Certify that a compliance plan and procedures have been implemented and, after due diligence, either that to the best of its knowledge and belief neither it nor its agents and subcontractors engage in what is prohibited, or that abuses were found and the appropriate remedial and referral actions were taken.",
        due="before award",
        evidence="A dated certificate, signed for the offeror, and the file of the due diligence behind it.",
        unmet="An award file whose certificate is absent, undated, unsigned, or dated after the award.",
        consequence="No award without it. A false certificate exposes the firm (False Claims Act; recalled, not read).",
        means_not="A certificate is a statement of the offeror; it is not evidence that no worker was harmed. COTS supplies are left out of the portion that requires a certificate and a plan; the clause still applies to them.",
        texts=wordings("FAR 22.1703(c)(1); 52.222-56(b)-(c)", "FAR 22.1703-1(b)(1); 52.222-56(b)-(c) (overhaul text)",
                       PORTION),
        notes=(CONSTRUCTION, READINGS, INFLATION,
               "The officer who receives no certificate makes no award and says so in the file. 52.222-56 speaks of what the "
               "offeror is engaged in, 22.1703 of what it has engaged in."),
    ),
    PLAN_KEPT,
    Rule(
        row="TIP-06", id="far-52.222-50-h-4-posting", title="The plan is posted for workers, and given on request",
        result=DUTY, owed_by="contractor; a subcontractor whose own portion is above the threshold", step=PERFORM, part=PART, day=PERFORMANCE, in_clause=True,
        follows=PLAN_KEPT, when=all_of(),
        then="Post the relevant contents of the plan at the workplace (not for field work or work without a fixed place) and on the website, if there is one; where posting is impracticable, give them to each worker in writing. Give the plan to the officer on request.",
        due="no later than the start of performance",
        evidence="A photograph of the posting, the web address, or the log of written copies; the date of each.",
        unmet="No posting at the workplace or website by the first day of work, or workers without a copy where nothing can be posted.",
        consequence="Failing paragraph (h) opens the seven remedies of 52.222-50(e).",
        means_not="Relevant contents, not the whole plan; the text sets no number of days for giving the plan.",
        texts=wordings("FAR 52.222-50(h)(4)", "FAR 52.222-50(h)(4) (overhaul text)",
                       "no later than the initiation of contract performance"),
    ),
    Rule(
        row="TIP-07", id="far-52.222-50-h-5-yearly", title="The contractor certifies again every year",
        result=DUTY, owed_by="contractor", step=PERFORM, part=PART, day=PERFORMANCE, in_clause=True, tiers=PRIME,
        follows=PLAN_KEPT, when=all_of(),
        then="Send the contracting officer a new certificate: the plan is implemented and, after due diligence, either nothing prohibited is known or what was found was remedied and referred.",
        due="every year after award; the text names no day, the anniversary of the award is our reading",
        evidence="A certificate dated within the last twelve months.",
        unmet="A contract in performance whose last certificate is older than a year.",
        consequence="Failing paragraph (h) opens the seven remedies of 52.222-50(e).",
        means_not="It goes to the contracting officer, not into a registration; a subcontractor's goes to the prime.",
        texts=wordings("FAR 52.222-50(h)(5); 22.1703(c)(2)", "FAR 52.222-50(h)(5); 22.1703-1(b)(2) (overhaul text)",
                       "Annually after receiving an award"),
    ),
    Rule(
        row="TIP-09", short="subcontract certificate", id="far-52.222-50-i-2-subcontract", title="A subcontractor certifies to the contractor above it before sub-award and yearly",
        result=DUTY, owed_by="subcontractor; the contractor above it must require it", step=PERFORM, part=PART, tiers=SUBCONTRACT,
        looks_at_making=True,
        when=above(value_outside, TIP_PLAN),
        then="Give the prime (or the next higher tier) a certificate on the plan and on what due diligence found.",
        due="before the subcontract is awarded, and every year after",
        evidence="The certificates by tier, each dated before its sub-award and within the last twelve months.",
        unmet="A subcontract whose own portion abroad is above the threshold and for which the prime holds no certificate.",
        consequence="Failing paragraph (i) opens the seven remedies of 52.222-50(e) against the prime.",
        means_not="The prime does not certify to itself here: it must require these certificates. The text does not send them to the contracting officer.",
        texts=wordings("FAR 52.222-50(i)(2); 22.1703(c)(3)-(4)", "FAR 52.222-50(i)(2); 22.1703-1(b)(3)-(4) (overhaul text)",
                       "prior to the award of the subcontract and annually thereafter"),
        collected_under=PLAN_KEPT,
        collects="From each subcontract whose own portion abroad (COTS left out) is above the threshold: its certificate "
                 "before the sub-award, and every year after.",
        notes=("The file describes the subcontract: its own lines, its own value.", CONSTRUCTION, READINGS, INFLATION),
    ),
)  # fmt: skip
"""Provision, certificates, plan, posting: the part of the law that has a threshold."""
