"""19 USC 1307 and what came after it: goods made with forced labor may not enter the United States, whoever buys them."""

from __future__ import annotations

from datetime import date

from buyfair.judge.amounts import INFERRED, RECALLED
from buyfair.judge.conditions import all_in, all_of, any_in, any_line, any_of, holds, named, not_, one_of
from buyfair.judge.groups import belongs, first_told
from buyfair.judge.rule import ADVICE, ALERT, AWARD, DUTY, PERFORM, PLAN, Determination, Rule, Text
from buyfair.knowledge import facts as f
from buyfair.knowledge.facts.portion import IS_SUPPLY

READ_ON = date(2026, 11, 29)
INSIDE_US = ("USA", "PRI", "GUM", "VIR", "ASM", "MNP", "UMI")
ENTRY_NOTE = "Import law applies to goods on the day on which they are entered, whenever the contract was solicited; the answer here is for the day of the solicitation. Goods bought and used abroad are never entered."
LEAD = "A match is a lead, not a finding: a name or a class of goods may be another's, and an order may have been changed since."
ADMITTED = (Determination("cbp-admission", "CBP's decision to admit the goods", "19 USC 1307; 19 CFR 12.43"),)

IMPORTED = named(
    not_(all_in(f.ORIGIN, INSIDE_US, "the United States")),
    "is made abroad, at some step at least", "is made in the United States at every step told",
)  # fmt: skip
FROM_XINJIANG = any_line(all_of(IS_SUPPLY, holds(f.XINJIANG_INPUT)))
BY_NORTH_KOREANS = any_of(holds(f.NORTH_KOREAN), any_line(
    named(any_in(f.ORIGIN, ("PRK",), "North Korea"), "is made in North Korea, at some step at least", "is not made in North Korea")
))  # fmt: skip
_IN, _OUT = "is of a high-priority sector", "is not of a high-priority sector"
OF_A_SECTOR = first_told(
    belongs(f.END_PRODUCT, "UFLPA_SECTORS", _IN, _OUT, f.GOOD_BOUGHT),
    belongs(f.GOOD_BOUGHT, "UFLPA_SECTORS", _IN, _OUT),
    belongs(f.CODE, "UFLPA_SECTOR_CODES", _IN, _OUT, f.GOOD_BOUGHT),
)
WATCHED = any_line(all_of(IS_SUPPLY, OF_A_SECTOR, named(
    any_in(f.ORIGIN, ("CHN",), "China"), "is made in China, at some step at least", "is not made in China"
)))  # fmt: skip


RULES = (
    Rule(
        row="IM-01", id="usc-19-1307-import-ban", title="No goods made by convict, forced or indentured labor may be imported",
        result=DUTY, owed_by="importer of record; CBP excludes the goods", step=PERFORM,
        when=any_line(all_of(IS_SUPPLY, holds(f.FORCED_LABOR), IMPORTED)),
        lifted_by=ADMITTED,
        then="Do not bring the goods into the United States. Where CBP stops them, prove with documents of every step that no such labor was used, or re-export them.",
        due="before entry",
        evidence="Tracing from raw material to shipment: contracts, orders, production and pay records, transport papers of each step.",
        unmet="Goods entered while the file says that such labor made them, or a part of them.",
        consequence="Detention, exclusion, seizure; penalties for the importer. Delivery under the contract fails.",
        means_not="It binds the importer, not the contracting officer, and does not by itself forbid an award. That goods come from abroad says nothing about the labor behind them.",
        texts=(
            Text(cites="19 USC 1307", first=date(1930, 6, 17), until=date(2016, 2, 24), read_on=READ_ON,
                 source="United States Code, edition of 2011 (govinfo.gov)", quote="shall not be entitled to entry at any of the ports of the United States"),
            Text(cites="19 USC 1307", first=date(2016, 2, 24), read_on=READ_ON, mark=INFERRED,
                 source="United States Code, a public copy current through Public Law 118-21; that the exception for goods not made in sufficient quantity at home fell on 24 February 2016 is recalled (Public Law 114-125)",
                 quote="wholly or in part in any foreign country by convict labor or/and forced labor or/and indentured labor under penal sanctions"),
        ),
        notes=("Until 2016 goods that the United States did not make in sufficient quantity were left out; that is not asked here.", ENTRY_NOTE),
    ),
    Rule(
        row="IM-02", id="cfr-19-12.42-withhold-release", title="Goods or maker match an active withhold release order",
        result=ALERT, owed_by="buyer, program office and importer", step=PLAN,
        when=any_in(f.LIST_HIT, ("wro",), "a withhold release order"), lifted_by=ADMITTED,
        then="Look closer: compare the order's goods, maker, place and day with what is offered. The importer proves origin within three months of entry, with a certificate and a statement of each step, or re-exports.",
        due="before award; by the importer within three months of entry",
        evidence="The order with its number and day; the comparison; the importer's proof.",
        unmet="A match in the file that nobody followed up.",
        consequence="The goods may be detained at the border and the delivery fail.",
        means_not=f"{LEAD} An order rests on information that reasonably but not conclusively indicates forced labor. It forbids no award.",
        texts=(Text(cites="19 USC 1307; 19 CFR 12.42(e), 12.43", first=date(2016, 2, 24), read_on=READ_ON, mark=RECALLED,
                    source="paragraphs (a) and (b) of 19 CFR 12.42 were read (eCFR of 24 November 2020); (e) and 12.43 are recalled"),),
        notes=(ENTRY_NOTE,),
    ),
    Rule(
        row="IM-03", id="cfr-19-12.42-finding", title="Goods or maker match a finding of forced labor",
        result=ALERT, owed_by="buyer, program office and importer", step=PLAN,
        when=any_in(f.LIST_HIT, ("finding",), "a finding of forced labor"), lifted_by=ADMITTED,
        then="Look closer, as for an order, and expect seizure: a finding is conclusive for its class of goods unless the importer proves otherwise.",
        due="before award",
        evidence="The finding with its Federal Register notice; the comparison; the importer's proof.",
        unmet="A match in the file that nobody followed up.",
        consequence="Seizure and forfeiture at the border.",
        means_not=f"{LEAD} It forbids no award by itself.",
        texts=(Text(cites="19 USC 1307; 19 CFR 12.42(f)", first=date(2016, 2, 24), read_on=READ_ON, mark=RECALLED,
                    source="paragraphs (a) and (b) of 19 CFR 12.42 were read (eCFR of 24 November 2020); (f) is recalled"),),
        notes=(ENTRY_NOTE,),
    ),
    Rule(
        row="IM-04", id="uflpa-3-presumption", title="Goods with an input from Xinjiang, or of a listed maker, are presumed made with forced labor",
        result=DUTY, owed_by="importer of record; CBP applies the presumption", step=PERFORM,
        when=any_of(FROM_XINJIANG, any_in(f.LIST_HIT, ("uflpa_entity",), "the Entity List of the Uyghur act")),
        lifted_by=ADMITTED,
        then="Show that the goods lie outside the act, or rebut the presumption by clear and convincing evidence: full tracing to the raw material, due diligence as the strategy asks, and complete answers to CBP.",
        due="before entry; where goods are stopped, within the time that CBP sets",
        evidence="A chain of custody for every step to the raw material, with quantities that add up.",
        unmet="Goods entered, or ordered for entry, with an untraced input of such origin.",
        consequence="Detention and exclusion; few stopped shipments are released.",
        means_not=f"It binds the importer; no clause was found that bars a civilian award for it (IM-08). For DoD see XU-01. Where the match with the Entity List is only by name: {LEAD[0].lower()}{LEAD[1:]}",
        texts=(Text(cites="Public Law 117-78, section 3 (22 USC 6901 note); 19 USC 1307", first=date(2022, 6, 21), read_on=READ_ON, begins=True, mark=INFERRED,
                    source="Public Law 117-78, section 1 (govinfo.gov), and accounts of section 3, which was not read itself"),),
        notes=(ENTRY_NOTE,),
    ),
    Rule(
        row="IM-05", id="uflpa-2-entity-list", title="A supplier or maker matches the Entity List of the Uyghur act",
        result=ALERT, owed_by="buyer, program office and importer", step=PLAN,
        when=any_in(f.LIST_HIT, ("uflpa_entity",), "the Entity List of the Uyghur act"), lifted_by=ADMITTED,
        then="Look closer: is it the listed firm, a firm of the same group, or only a like name? Ask where in the chain it stands, and trace that step.",
        due="before award",
        evidence="The list's edition and day, both spellings, the address and any number; what the firm answered.",
        unmet="A match in the file that nobody followed up.",
        consequence="If it is the listed firm, the presumption of IM-04 applies to the goods.",
        means_not=f"{LEAD} A firm that is not on the list is not cleared by that.",
        texts=(Text(cites="Public Law 117-78, section 2(d)(2)(B) (22 USC 6901 note)", first=date(2022, 6, 21), read_on=READ_ON, begins=True, mark=INFERRED,
                    source="accounts of the list (144 entities in January 2025, the same in the update of August 2025); the editions of 2026 were not read"),),
        notes=(ENTRY_NOTE,),
    ),
    Rule(
        row="IM-06", id="uflpa-priority-sectors", title="Goods from China of a sector that the Uyghur act is enforced in first",
        result=ALERT, owed_by="buyer and program office", step=PLAN,
        when=WATCHED,
        then="Raise the scrutiny: ask for the region and the maker of each step down to the raw material before relying on a statement of origin.",
        due="before award",
        evidence="The sector, the good, and the answers on region and maker for each step.",
        unmet="A purchase of such goods from China with no question asked about the region.",
        consequence="None by itself; stopped goods delay delivery.",
        means_not="No presumption arises from the sector alone, and it is no listing. A good of no sector is not safe, and goods made elsewhere may hold inputs from Xinjiang.",
        texts=(Text(cites="Public Law 117-78, section 2(d)(2)(B)(viii) (22 USC 6901 note)", first=date(2022, 6, 17), read_on=READ_ON, begins=True,
                    source="DHS release of 19 August 2025 on steel, copper, lithium, caustic soda and red dates; the earlier sectors in accounts of the strategies of 2022 and 2024",
                    quote="adding steel, copper, lithium, caustic soda, and red dates as high-priority sectors"),),
        notes=("A good counts where a sector names it, where it is a kind of such a good, or where such a good is its main material; which goods are meant is our reading of the sectors' names. Each sector counts from the day on which it was added.",),
    ),
    Rule(
        row="IM-07", id="usc-22-9241a-north-korea", title="Goods made by nationals of North Korea are presumed made with forced labor",
        result=DUTY, owed_by="importer of record; CBP applies the presumption", step=PERFORM,
        when=BY_NORTH_KOREANS, lifted_by=ADMITTED,
        then="Do not bring the goods in unless CBP finds, by clear and convincing evidence, that no convict, forced or indentured labor made them. Look for workers from North Korea at every tier, in whatever country.",
        due="before entry",
        evidence="Nationality and contracts of the workforce at each site; who pays whom; audits that looked for it.",
        unmet="Work by nationals of North Korea in the chain, and goods entered all the same.",
        consequence="Exclusion, seizure and forfeiture; civil and criminal penalties.",
        means_not="Workers are not at fault: the presumption is about the system that sends them, and what happens to them after a chain is broken off must be part of the answer. That nobody looked is not that nobody is there.",
        texts=(Text(cites="22 USC 9241a (Public Law 115-44, section 321(b)); 19 USC 1307", first=date(2017, 8, 2), read_on=READ_ON, begins=True,
                    source="DHS, questions and answers of 30 March 2018 and 11 February 2021 on section 321(b)",
                    quote="wholly or in part by North Korean nationals or North Korean citizens anywhere in the world"),),
        notes=("The statute speaks of significant goods; significance is not asked here.", ENTRY_NOTE),
    ),
    Rule(
        row="IM-08", id="civilian-import-leads", title="For a civilian award an import lead is evidence to weigh, not a bar",
        result=ADVICE, owed_by="contracting officer (civilian agency)", step=AWARD,
        when=all_of(
            one_of(f.AGENCY, "civilian"),
            named(any_of(any_in(f.LIST_HIT, ("wro", "finding", "uflpa_entity"), "an order, a finding or the Entity List"),
                         FROM_XINJIANG, WATCHED, BY_NORTH_KOREANS),
                  "one of IM-02 to IM-07 is raised", "none of IM-02 to IM-07 is raised"),
        ),
        then="Use the lead where the FAR has room for it: the responsibility determination, a stated evaluation factor, questions to the offeror, and delivery risk. Write down what was asked and what was answered.",
        due="before award",
        evidence="A memo that names the lead, its list and day, the question put, the answer and the conclusion.",
        unmet="A lead in the file and no word on it.",
        consequence="None: advice.",
        means_not="No clause of the FAR was found that forbids a civilian award because of these lists: never treat a lead as a bar, and give the firm the chance to answer.",
        texts=(Text(cites="FAR 9.104-1, 9.105-1, 15.304 (no clause found that ties award to these lists)", first=date(2022, 6, 21), read_on=READ_ON, mark=INFERRED,
                    source="search of the whole overhaul text of the FAR as compiled in May 2026 for Uyghur, Xinjiang and human rights: no award bar for civilian agencies"),),
    ),
)  # fmt: skip
"""Import law as risk evidence."""
