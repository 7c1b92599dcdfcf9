"""FAR subparts 9.1 and 19.6: nobody gets a contract who is not found responsible, and how that is found out."""

from __future__ import annotations

from buyfair.judge.conditions import ALWAYS, all_of, holds
from buyfair.judge.rule import AWARD, DUTY, PRIME, SOLICIT, Rule
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.thresholds import THRESHOLD_NOTE, above_sat
from buyfair.knowledge.rules.far.wordings import codified, overhaul

PART = "9"
RECORD = "the integrity record (SAM.gov Responsibility/Qualification, formerly FAPIIS)"

RULES = (
    Rule(
        row="RS-01", short="responsibility", id="far-9.104-1-responsible", title="Only a responsible firm gets the contract",
        result=DUTY, owed_by="contracting officer", step=AWARD, part=PART, tiers=PRIME, standing=True,
        when=ALWAYS,
        then="Find, before award, that the firm is responsible: among others a satisfactory performance record, a satisfactory record of integrity and business ethics, "
             "the organization, controls and safety programs for the work of the firm and its subcontractors, and eligibility under the law.",
        due="before award",
        evidence="The determination; signing the contract counts as one, a finding of nonresponsibility is written and says why.",
        unmet="An award to a firm of which the file holds unanswered facts against its record, its integrity, its controls or its eligibility.",
        consequence="A firm that is not found responsible gets no award (FAR 9.103(b)); a small business is first referred under RS-04.",
        means_not="It is about the present, not a punishment for the past; lack of performance history alone makes nobody responsible or nonresponsible (9.104-1(c)). No list of this tool decides it.",
        texts=(
            codified("FAR 9.103, 9.104-1(c)-(e), (g)", "Have a satisfactory record of integrity and business ethics"),
            overhaul("FAR 9.104-1 (overhaul text)"),
        ),
        notes=("Responsibility of subcontractors is first for the prime to find; the officer may look directly where it matters (9.104-4, recalled).",),
    ),
    Rule(
        row="RS-02", id="far-9.104-6-integrity-record", title="The officer reads the integrity record before a larger award",
        result=DUTY, owed_by="contracting officer", step=AWARD, part=PART, tiers=PRIME,
        when=above_sat,
        then=f"Review {RECORD}, with the exclusions and past performance that it draws on, for the firm, its immediate owner, its predecessors of the last three years and its subsidiaries; consider all of it; where it shows proceedings, terminations or findings against the firm, ask the firm for more and tell the official for suspension and debarment before award where fit; write into the file how it was used.",
        due="before award",
        evidence="A dated note in the file: what the record showed, how it was weighed, what was done.",
        unmet="An award above the threshold whose file does not say how the record was considered.",
        consequence="The agency's own duty; an award without it is open to protest and to audit.",
        means_not="An entry does not decide: some are old or about other work, and mitigating facts that a prime posted, such as its compliance with 52.222-50, must be considered (9.104-6(b)(5)).",
        texts=(
            codified("FAR 9.104-6(a)-(d)", "Before awarding a contract in excess of the simplified acquisition threshold"),
            overhaul("FAR 9.104-6 (overhaul text)"),
        ),
        notes=(THRESHOLD_NOTE,),
    ),
    Rule(
        row="RS-03", id="far-9.104-7-certification", title="The offeror certifies on its record, and above a higher value discloses proceedings",
        result=DUTY, owed_by="contracting officer, who puts the provision in; offeror, who certifies", step=SOLICIT, part=PART, tiers=PRIME,
        when=above_sat,
        then="Put provision FAR 52.209-5, Certification Regarding Responsibility Matters, into the solicitation, for the offeror to certify; where the contract is expected to exceed $750,000 (before 1 October 2025: $600,000), also 52.209-7, for the offeror to disclose proceedings of the last five years.",
        due="in the solicitation; with the offer",
        evidence="The provisions in the document, the certificate with the offer or in SAM.gov, and any answer \"has\" with its record.",
        unmet="A solicitation above the threshold without 52.209-5, or an offer without its certificate.",
        consequence="A false certificate exposes the firm (18 USC 1001; False Claims Act, see WB-04); a yes is weighed under RS-01, it bars nobody by itself.",
        means_not="It asks about indictments, convictions, tax delinquency and exclusions, not about labor conditions as such.",
        texts=(
            codified("FAR 9.104-7(a)-(b); 52.209-5, 52.209-7", "where the contract value is expected to exceed the simplified acquisition threshold"),
            overhaul("FAR 9.104-7 (overhaul text); 52.209-5, 52.209-7"),
        ),
        notes=(THRESHOLD_NOTE, "The value for 52.209-7 was read in the codified text as changed by FAC 2025-06; in the overhaul text it was not. In commercial purchases the codified text carried the certificate in 52.212-3 (recalled)."),
    ),
    Rule(
        row="RS-04", id="far-19.602-1-certificate-of-competency", title="A small business found nonresponsible is referred to the SBA before it is passed over",
        result=DUTY, owed_by="contracting officer", step=AWARD, part="19", tiers=PRIME,
        when=all_of(holds(f.NONRESPONSIBLE), holds(f.SMALL_BUSINESS)),
        then="Withhold the award and refer the matter to the Small Business Administration, with the finding and its grounds, for a certificate of competency.",
        due="on finding that the firm lacks an element of responsibility; the award is withheld for 15 business days after the SBA office has the complete referral",
        evidence="The referral with its day, and the answer of the SBA.",
        unmet="An award to somebody else within the 15 business days, or a rejection with no referral in the file.",
        consequence="A rejection without it is protested with success; where the SBA issues the certificate the award goes to the firm (19.602-4, recalled).",
        means_not="It is not needed for a firm that is ineligible under 9.104-1(g) (approved by the chief of the contracting office), suspended or debarred. An unfavorable evaluation is not a finding of nonresponsibility.",
        texts=(
            codified("FAR 19.602-1", "Refer the matter to the cognizant SBA Government Contracting Area Office"),
            overhaul("FAR subpart 19.6 (overhaul text, its numbers not held)"),
        ),
        notes=("A small firm whose labor record raises doubt is owed this step like any other: refer first, then decide.",),
    ),
)  # fmt: skip
"""Determination, record, certificate, referral."""
