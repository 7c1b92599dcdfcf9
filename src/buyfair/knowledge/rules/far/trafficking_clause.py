"""FAR 22.17: the clause against trafficking stands in every contract and flows down to every subcontract."""

from __future__ import annotations

from buyfair.judge.conditions import ALWAYS, all_of, holds
from buyfair.judge.rule import DUTY, PERFORM, PRIME, SOLICIT, Rule
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.portion import work_outside
from buyfair.knowledge.rules.far.subpart_22_17 import PART, since_2007, wordings

RULES = (
    Rule(
        row="TIP-01", short="the clause goes in (COTS too)", id="far-22.1705-a-1-clause", title="The clause against trafficking stands in every solicitation and contract",
        result=DUTY, owed_by="contracting officer", step=SOLICIT, part=PART, tiers=PRIME, standing=True,
        when=ALWAYS,
        then="Put clause FAR 52.222-50, Combating Trafficking in Persons, into the solicitation and the contract.",
        due="in the solicitation, and in the contract at award",
        evidence="The clause, by number, title and date, in the document.",
        unmet="A solicitation or contract text that does not name 52.222-50, or names an edition other than the one in force on the solicitation date.",
        consequence="A missing clause is the agency's own breach; GAO and inspectors general report it as a finding. "
                    "The contract is repaired by modification.",
        means_not="Its prescription has no exception for place, commercial or off-the-shelf items: only the plan and the certificates have those. It says nothing about whether anybody was trafficked.",
        texts=(
            since_2007("FAR 22.1705(a), 52.222-50 (Aug 2007)"),
            *wordings("FAR 22.1705(a)(1); 52.222-50", "FAR 22.1703-2(a)(1); 52.222-50 (overhaul text)",
                      "Combating Trafficking in Persons, in all solicitations and contracts"),
        ),
        notes=("From 19 April 2006 the clause stood in service contracts only (71 FR 20301, seen in an excerpt); those "
               "days are not encoded.",
               "A micro-purchase needs no clause: FAR 13.201(d) takes precedence over other FAR requirements (not read in the "
               "overhaul text). It is not encoded here, so the answer for a micro-purchase says more than the FAR requires.",
               "A later edition of the clause enters a running contract only by agreement (FAR 1.108(d)(3)); in 2015 officers "
               "were to modify existing indefinite-delivery contracts so (80 FR 4967, seen in an excerpt).",
               "Purchases of exchanges with non-appropriated funds stand outside the FAR; what binds them instead was not read.",),
    ),
    Rule(
        row="TIP-02", id="far-22.1705-a-2-alternate-i", title="Alternate I names the local directives at the place of performance",
        result=DUTY, owed_by="contracting officer", step=SOLICIT, part=PART, tiers=PRIME,
        when=all_of(work_outside, holds(f.LOCAL_DIRECTIVES)),
        then="Use the clause with Alternate I and list each US directive or notice: title, where to get it, where it applies.",
        due="in the solicitation, and in the contract at award",
        evidence="Alternate I in the document, with the directives filled in; for DoD, the requiring activity's answer.",
        unmet="The basic clause alone, or Alternate I with its table left empty, although directives were known.",
        consequence="The same as for a missing clause; and workers are not told which places and practices are forbidden.",
        means_not="It does not ask the officer to search: the duty begins when the officer has been told. For DoD the "
                  "requiring activity is asked (PGI 222.1703).",
        texts=wordings("FAR 22.1705(a)(2); 52.222-50 Alternate I (Mar 2015)",
                       "FAR 22.1703-2(a)(2); 52.222-50 Alternate I (overhaul text)",
                       "has been notified of specific U.S. directives or notices regarding combating trafficking in persons"),
    ),
    Rule(
        row="TIP-08", short="it flows down (COTS too)", id="far-52.222-50-i-1-flow-down", title="The clause flows down to every subcontract and every contract with an agent",
        result=DUTY, owed_by="contractor, and each subcontractor in turn", step=PERFORM, part=PART, standing=True,
        when=ALWAYS,
        then="Put the substance of clause 52.222-50, paragraph (i) included, into every subcontract and agent contract.",
        due="when each subcontract or agent contract is made",
        evidence="The clause list of each subcontract and agent contract, at every tier.",
        unmet="A subcontract or agent contract, of whatever tier or value, whose clauses do not hold the substance of 52.222-50.",
        consequence="Failing to flow down is one of the failures that open the seven remedies of 52.222-50(e).",
        means_not="No value and no commercial or COTS exception: those limit the plan of paragraph (h) only, by the subcontract's own portion. Suppliers and distributors are subcontractors by definition; the substance flows down, not the letter.",
        texts=(
            since_2007("FAR 52.222-50 (Aug 2007), paragraph on subcontracts"),
            *wordings("FAR 52.222-50(i)(1); 52.244-6(c)(1)", "FAR 52.222-50(i)(1) (overhaul text); 52.244-6 table",
                      "in all subcontracts and in all contracts with agents"),
        ),
    ),
    Rule(
        row="TIP-16", short="workers are told", id="far-52.222-50-c-awareness", title="Workers and agents are told the policy and its penalties",
        result=DUTY, owed_by="contractor, and each subcontractor in turn", step=PERFORM, part=PART, standing=True,
        when=ALWAYS,
        then="Tell employees and agents what is forbidden and what will happen to anyone who breaks it; act on breaches, "
             "up to ending the employment or the contract.",
        due="throughout performance; the text names no day",
        evidence="The notice given, who received it and when, in a language they understand; the file of each action taken.",
        unmet="Workers or agents who were never told, or a known breach on which nothing was done.",
        consequence="Failing paragraph (c) opens the seven remedies of 52.222-50(e).",
        means_not="It is not the compliance plan: it binds without any threshold.",
        texts=wordings("FAR 52.222-50(c); 22.1703(b)", "FAR 52.222-50(c); 22.1703-1(a)(2) (overhaul text)",
                       "Take appropriate action, up to and including termination, against employees, agents, or subcontractors"),
    ),
)  # fmt: skip
"""The clause itself, its Alternate, its flow-down and what everybody must be told."""
