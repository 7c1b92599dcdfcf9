"""FAR 22.15: end products that may be made by forced or indentured child labor: check, provision, certificate, clause."""

from __future__ import annotations

from buyfair.judge.amounts import READ
from buyfair.judge.conditions import above, all_of, holds, not_, one_of
from buyfair.judge.rule import ADVICE, AWARD, DUTY, PERFORM, PLAN, PRIME, SOLICIT, Note, Rule
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.listed import (
    listed_pair_stands,
    listed_product_type,
    some_listed_pair_drops_out,
)
from buyfair.knowledge.facts.portion import acquisition_value, for_supplies
from buyfair.knowledge.rules.far.subpart_22_15 import OVERHAUL_READ_ON, PART, wordings

MPT = "MPT"
ABOVE_MICRO = all_of(for_supplies, above(acquisition_value, MPT))
MICRO = ("For acquisitions in support of a contingency operation and a few others the micro-purchase threshold is higher "
         "where the head of the agency has so determined (FAR 2.101); that is not encoded: compare by hand.")
LIST_HELD = ("The list is held as of December 2014 with the removals read since (cotton of Uzbekistan; shrimp of Thailand; "
             "garments of Vietnam); a day before it is unknown. The list to check is the one on the Department of Labor's page.")
TRADE = ("The trade exceptions of 22.1503(b) look at the country on the list, not at the origin offered. No pair on the list "
         "as held is of an excepted economy: today they release nothing.")  # fmt: skip

CHECKED = Rule(
    row="CL-01", looks_at_making=True, short="list check", id="far-22.1503-a-check", title="The contracting officer checks the list of products before soliciting supplies",
    result=DUTY, owed_by="contracting officer", step=PLAN, part=PART, tiers=PRIME,
    when=ABOVE_MICRO,
    then="Check the List of Products Requiring Contractor Certification as to Forced or Indentured Child Labor for every supply that is bought.",
    due="when the solicitation is issued",
    evidence="A note in the file: the day of the check, the list as it stood, and the product types compared with it.",
    unmet="A solicitation for supplies above the micro-purchase threshold whose file shows no check of the list.",
    consequence="A listed product is bought without the provision, the certificate or anybody having asked.",
    means_not="A product on the list is an alert, not a bar: it may be bought from the listed country too. A product that is not on the list is not thereby free of child labor.",
    texts=wordings("FAR 22.1503(a)", "FAR 22.1502-2(b) (overhaul text)", "must check the List of Products Requiring Contractor Certification"),
    notes=(LIST_HELD, MICRO),
)
PROVISION = Rule(
    row="CL-02", looks_at_making=True, short="child-labor provision", id="far-22.1505-a-provision", title="The solicitation names the listed products and countries and asks for the certificate",
    result=DUTY, owed_by="contracting officer", step=SOLICIT, part=PART, tiers=PRIME,
    when=all_of(above(acquisition_value, MPT), listed_product_type),
    unless=(not_(listed_pair_stands),),
    then="Put provision FAR 52.222-18 into the solicitation (codified text, commercial buys: paragraph (i) of 52.212-3 instead) and name in it each listed product and country that applies.",
    due="in the solicitation",
    evidence="The provision in the document, with the pairs of product and country filled in.",
    unmet="A solicitation for a listed type of product without the provision, or with its list of products left empty.",
    consequence="No offeror is asked, and an award follows without the certificate that the law requires before it.",
    means_not="It does not ask where the product offered comes from: the type on the list is enough. It accuses no offeror.",
    texts=wordings("FAR 22.1505(a); 52.222-18", "FAR 22.1502-2(a)(1); 52.222-18 (overhaul text)", "(regardless of country of origin) of a type identified by country of origin on the List"),
    notes=(LIST_HELD, TRADE, MICRO,
           "Only the end product counts here; a listed good that is an input of it (cotton in a shirt) does not make the shirt a listed type. The remedies of 22.1504 reach components all the same."),
)
CERTIFIED = Rule(
    row="CL-03", looks_at_making=True, short="child-labor certificate", id="far-22.1503-c-certificate", title="The offeror certifies what it knows of child labor behind a listed end product",
    result=DUTY, owed_by="offeror", step=AWARD, part=PART, tiers=PRIME,
    follows=PROVISION, when=all_of(),
    then="Certify either that no listed product from a listed country will be supplied, or that one may be, that a good faith effort was made to find out whether forced or indentured child labor made it, and that on the basis of that effort the offeror is unaware of any.",
    due="before award",
    evidence="The certificate with one of the two boxes ticked; behind the second one a file of the effort: who was asked, which sites, what was answered.",
    unmet="An award for a listed type of product whose file holds no certificate, or one with the second box ticked and no effort on file anywhere.",
    consequence="No award may be made for the listed type without it; a false one is a violation (FAR 22.1504(a)(1)).",
    means_not="The certificate is due whatever origin is offered. It tells what the offeror knows; it does not show that no child worked.",
    texts=wordings("FAR 22.1503(c); 52.222-18(c)", "FAR 22.1503(a); 52.222-18(c) (overhaul text)", "the offeror must certify that"),
    notes=(TRADE,),
)
CLAUSE = Rule(
    row="CL-06", short="child-labor clause", id="far-22.1505-b-clause", title="The clause on child labor stands in every contract for supplies",
    result=DUTY, owed_by="contracting officer", step=SOLICIT, part=PART, tiers=PRIME,
    when=ABOVE_MICRO,
    then="Put clause FAR 52.222-19, Child Labor-Cooperation with Authorities and Remedies, into the solicitation and the contract. It obliges the contractor to give investigators access to records, documents, persons and premises where the certificate was asked for.",
    due="in the solicitation, and in the contract at award",
    evidence="The clause, by number, title and date, in the document.",
    unmet="A contract for supplies above the micro-purchase threshold that does not name 52.222-19.",
    consequence="Investigators cannot point to an agreed duty to cooperate, and the remedies have no hook in the contract.",
    means_not="It binds whether or not the product is listed. It does not apply to the extent that end products come from an excepted economy above the value named in the clause; it is put in all the same.",
    texts=wordings("FAR 22.1505(b); 52.222-19", "FAR 22.1502-2(a)(2); 52.222-19 (overhaul text)", "in all solicitations and contracts for the acquisition of supplies that are expected to exceed the micro-purchase thresholds"),
    notes=(MICRO,),
)
RULES = (
    CHECKED,
    PROVISION,
    CERTIFIED,
    Rule(
        row="CL-04", short="reliance on the certificate", id="far-22.1503-d-reliance", title="The contracting officer relies on the certificate unless actually knowing it false",
        result=DUTY, owed_by="contracting officer", step=AWARD, part=PART, tiers=PRIME,
        follows=CERTIFIED, when=one_of(f.CHILD_LABOR_CERTIFICATE, "given"),
        then="Take the certificate as it is in deciding on the award, and keep a note of what the office knew on that day.",
        due="when the award is decided",
        evidence="The certificate, and a note of what the office held on file about the offeror, the product and the place.",
        unmet="An offer set aside over its certificate although nobody in the office knew it to be false, or an award made although somebody did.",
        consequence="An exclusion without actual knowledge invites a protest; an award despite it leaves the agency party to what it knew.",
        means_not="It is no finding that the certificate is true. A listing, a news report or a lead of a name is a reason to ask, not actual knowledge that this certificate is false.",
        texts=wordings("FAR 22.1503(d)", "FAR 22.1503(b) (overhaul text)", "Absent any actual knowledge that the certification is false"),
    ),
    Rule(
        row="CL-05", short="trade exception", id="far-22.1503-b-trade", title="Listed pairs of certain trading partners drop out from a value on",
        result=ADVICE, owed_by="contracting officer", step=SOLICIT, part=PART, tiers=PRIME,
        when=all_of(above(acquisition_value, MPT), some_listed_pair_drops_out),
        then="Leave these pairs of product and country out of the solicitation: Israel, Mexico and 46 economies of trade agreements, each from its own value of the acquisition on.",
        due="in the solicitation",
        evidence="The value of the acquisition with options, and the pairs left out, in the file.",
        unmet="A pair left out below its value, or for a country that the paragraph does not name.",
        consequence="Where every listed pair of a type drops out, neither provision nor certificate is due for it, and a referral under 22.1503(e) is off for that product too.",
        means_not="The origin offered does not count, the country on the list does. It does not make the product free of child labor: it only ends the asking.",
        texts=wordings("FAR 22.1503(b)", "FAR 22.1502-2(c) (overhaul text)", "do not apply to a solicitation or contract if the identified country of origin on the List is"),
        notes=(TRADE,),
    ),
    CLAUSE,
    Rule(
        row="CL-07", short="referral", id="far-22.1503-e-referral", title="Reason to believe in child labor is referred for investigation",
        result=DUTY, owed_by="contracting officer", step=PERFORM, part=PART, tiers=PRIME,
        follows=CERTIFIED, when=holds(f.CHILD_LABOR_SUSPECTED),
        then="Refer the matter to the agency's Inspector General, the Attorney General or the Secretary of the Treasury, as agency procedures say.",
        due="whenever there is reason to believe it",
        evidence="The referral with its day and addressee, and what gave the reason.",
        unmet="A file that shows a reason to believe, such as a report of a monitor or a worker, and no referral.",
        consequence="Nobody investigates, and the remedies of 22.1504 cannot follow.",
        means_not="Reason to believe is less than proof and more than a listing of the product and country. It tells nothing about who did what.",
        texts=wordings("FAR 22.1503(e)", "FAR 22.1504(a) (overhaul text)", "must refer the matter for investigation"),
        notes=("The text speaks of end products furnished under a contract awarded subject to the certificate.",),
    ),
    Rule(
        row="CL-08", short="remedies", id="far-22.1504-remedies", title="Violations open termination, suspension and debarment",
        result=ADVICE, owed_by="contracting officer; suspending or debarring official", step=PERFORM, part=PART, tiers=PRIME,
        follows=CLAUSE, when=holds(f.CHILD_LABOR_VIOLATION),
        then="Consider the remedies: the officer may terminate the contract; the suspending official may suspend; the debarring official may debar for up to three years. For delivery of a product or component alone the last two need the contractor's own knowledge.",
        due="once a violation is established",
        evidence="The determination, what it rests on, what the contractor answered, and what was done for the workers.",
        unmet="An established violation, and a file that shows no decision on any remedy.",
        consequence="The remedy chosen; a debarment follows the procedures of FAR 9.4, with notice and reply.",
        means_not="None of the three is automatic, and none repairs what was done to a child: leaving at once can make it worse. A person decides.",
        texts=wordings("FAR 22.1504; 52.222-19(c)-(d)", "FAR 22.1504(b)-(c); 52.222-19(c)-(d) (overhaul text)", "The Government may impose remedies"),
        notes=("The violations are four: a false certificate, no cooperation with an investigation, own use of such labor, and delivery of an end product or component made by it. The last two reach beyond listed products.",),
    ),
)  # fmt: skip
"""Check, provision, certificate, clause, and what follows when something is found."""

NOTES = (
    Note(
        row="CL-09", id="far-52.222-19-no-flow-down", title="The clause on child labor does not flow down",
        says="Neither the clause nor the table of clauses for commercial subcontracts tells the contractor to pass 52.222-19 to its subcontractors: they are reached through the prime alone. A contract term, such as the code of conduct, has to fill this.",
        cites="FAR 52.222-19; 52.244-6", since="as long as the clause stands", watch="a flow-down paragraph in a new edition of the clause",
        source="text of 52.222-19 (Feb 2024) and the overhaul table of 52.244-6 as compiled 22 May 2026", mark=READ,
        read_on=OVERHAUL_READ_ON,
    ),
)  # fmt: skip
