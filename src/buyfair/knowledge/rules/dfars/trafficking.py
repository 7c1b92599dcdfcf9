"""DFARS and PGI on trafficking: how DoD watches, and a representation that ended in 2018."""

from __future__ import annotations

from datetime import date

from buyfair.judge.amounts import RECALLED
from buyfair.judge.conditions import one_of
from buyfair.judge.rule import DUTY, PERFORM, PRIME, SOLICIT, Rule, Text
from buyfair.knowledge import facts as f

READ_ON = date(2026, 5, 23)

RULES = (
    Rule(
        row="TIP-24", id="dfars-pgi-222.1703-monitoring", title="DoD says how it watches for trafficking, and whom it tells",
        result=DUTY, owed_by="contracting officer, representative and contract administration office (DoD)", step=PERFORM,
        when=one_of(f.AGENCY, "dod"),
        then="Write into the quality assurance surveillance plan how the officer's representative monitors for trafficking; let "
             "no override of the contract-writing system drop the clause; have the contract administration office watch "
             "service contracts; on a case tell the Combatant Commander, the trafficking program office and defense pricing "
             "and contracting.",
        due="in the surveillance plan, and on a case immediately",
        evidence="The paragraph of the surveillance plan; notes of what was looked at on site; the notices.",
        unmet="A surveillance plan that is silent on trafficking, or a case of which the Combatant Commander was not told.",
        consequence="A finding of the inspector general. GAO found officers who did not know this duty (GAO-21-546).",
        means_not="PGI is guidance to DoD staff, and the surveillance of 242.302 is of service contracts; the override is one of the contract-writing system PD2. It says \"should\" of the surveillance plan and binds no contractor.",
        texts=(Text(cites="DFARS PGI 222.1703(4), 222.1704 (222.1703-1(4), 222.1704(a) in the overhaul text); DFARS 242.302(a)(S-73)", first=date(2015, 3, 2), read_on=READ_ON,
                    source="DFARS source files and the DoD deviation text of part 222",
                    quote="immediately notify the Combatant Commander"),),
        notes=("Whether 242.302(a)(S-73) stands in the overhaul text of part 242 was not read. The first day is that of the "
               "present FAR form; the surveillance duty for services is older (2011).",),
    ),
    Rule(
        row="TIP-27", id="dfars-252.222-7007-representation", title="A representation against trafficking with the offer (ended 2018)",
        result=DUTY, owed_by="offeror", step=SOLICIT, tiers=PRIME,
        when=one_of(f.AGENCY, "dod"),
        then="By its offer, represent that it will not engage in trafficking in performing the contract and has hiring and subcontracting policies that protect workers' rights (recalled).",
        due="with the offer",
        evidence="Provision DFARS 252.222-7007 in the solicitation.",
        unmet="A DoD solicitation of those years without the provision.",
        consequence="None today: repealed as duplicative of the FAR clause.",
        means_not="It is not live: never ask for it in a solicitation since 30 May 2018.",
        texts=(Text(cites="DFARS 252.222-7007", first=date(2015, 1, 29), until=date(2018, 5, 30), read_on=READ_ON,
                    source="80 FR 4999 and 83 FR 24887 (DFARS case 2018-D003)", mark=RECALLED),),
        notes=("The provision was meant for solicitations above the simplified acquisition threshold (recalled); the threshold "
               "of those years was not read and is not tested here.",),
    ),
)  # fmt: skip
"""What DoD adds."""
