"""Duties: what the law says of each award, rule by rule, and the facts of the award that it was told."""

from __future__ import annotations

from buyfair.records.table import Column, Table

DUTIES = Table(
    name="duties",
    row="one award and rule whose answer is yes or unknown; what is not listed is no",
    key=("award_id", "rule_id"),
    columns=(
        Column("award_id", "text", "the award", nullable=False),
        Column("rule_id", "text", "row of the table of rules, such as TIP-04", nullable=False),
        Column("rule", "text", "the rule's own id", nullable=False),
        Column("answer", "text", "yes or unknown", nullable=False),
        Column("missing", "text", "facts that an unknown waits for, in the order worth asking, separated by commas; empty "
               "for a yes, and where no fact could settle it", nullable=False),
        Column("amounts_version", "text", "amounts of the law that were compared with, and the first day of each",
               nullable=False),
    ),
    in_file_order=True,
)  # fmt: skip

FACTS = Table(
    name="facts",
    row="one award as the law is told of it: a fact that is null is not told",
    key=("award_id",),
    columns=(
        Column("award_id", "text", "the award", nullable=False),
        Column("agency", "text", "dod or civilian, by who buys"),
        Column("sol_date", "day", "day of the solicitation of the contract"),
        Column("award_date", "day", "day of award of the contract: of an order, of its vehicle"),
        Column("awarded_by", "day", "day by which the contract had been awarded: the earliest action in the files"),
        Column("tier_low", "count", "0: a prime award"),
        Column("tier_high", "count", "0: a prime award"),
        Column("set_aside", "text", "set-aside as recorded"),
        Column("performance_days_low", "count", "days of performance, at least"),
        Column("performance_days_high", "count", "days of performance with options, at most; null for no upper end"),
        Column("item", "text", "supply, service, construction or research"),
        Column("good", "text", "the good, where it is surely that"),
        Column("psc", "text", "product or service code"),
        Column("value_low", "money", "value with options, at least"),
        Column("value_high", "money", "value with options, at most; null for no upper end"),
        Column("commercial", "flag", "true where commercial procedures were used; never false"),
        Column("bulk_cargo", "flag", "false where the good is none that travels in bulk"),
        Column("acquired_outside_us", "flag", "of goods: true where recorded as made abroad; never false"),
        Column("performed_outside_us", "flag", "of work: whether its principal place lies outside the United States"),
        Column("origin", "text", "recorded origin of goods: one of their countries, since the steps before it are not told"),
    ),
)
"""Columns bear the names of the facts of the vocabulary; a number stands as its two ends."""
