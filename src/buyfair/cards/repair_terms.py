"""What a draft repair is made of: its changes, who must agree to each, and how a blank is marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Consent = Literal["unilateral", "bilateral", "before it is signed"]
Block = Literal["A", "B", "C", "D"]
Sheet = Literal["sign", "letter", "file"]
SHEETS: tuple[Sheet, ...] = ("sign", "letter", "file")
"""What is signed, what is sent to the contractor, and what stays in the contracting officer's own file."""
DRAFT = "DRAFT for the contracting officer's review. Not issued, not signed, no legal advice."
BLANK = re.compile(r"\[to fill in: ([^\]]+)\]")
"""How a draft marks what somebody has to fill in."""


def to_fill(what: str) -> str:
    """A blank of the draft, as its paper marks it."""
    return f"[to fill in: {what}]"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the text of a contract, as the amendment says it, and who must agree to it."""

    gap_id: str
    kind: str
    """`add clause`, `replace clause`, `add provision`, `correct clause` and the like."""
    words: str
    because: str
    """The rule and its citation."""
    consent: Consent
    why: str
    """Why the contractor's signature is needed, or is not."""
    block: Block | None = None
    """Which line of block 13 it falls under, where its consent and kind do not tell."""


@dataclass(frozen=True, slots=True)
class Repair:
    """All that one contract, or one solicitation, lacks."""

    contract: str
    office: str | None
    contractor: str | None
    agency_text: str
    changes: tuple[Change, ...]
    asks: tuple[str, ...]
    """What must still come from the contractor, each with its rule and citation."""
    read_as_of: str
    sources: tuple[str, ...]
    solicitation: bool = False
    dated: str | None = None
    """The day of the contract, or of the solicitation."""
    own: tuple[str, ...] = ()
    """What the buyer's own office must do, each with its rule and citation."""
    commercial_terms: bool = False
    """Whether FAR 52.212-4 stands in the contract: then it is changed as its paragraph (c) says."""
    offered: tuple[Change, ...] = ()
    """Changes of which nobody can tell yet whether they are due: the officer takes them over, or not."""
    unsigned: bool = False
    """Whether the text is not signed yet: then it is corrected, and nothing is modified."""
    buys: str | None = None
    """What is bought, by the title of the planned purchase."""
    value: str | None = None
    """The price of the whole, in words."""
    not_looked_for: tuple[str, ...] = ()
    """Clauses of which nobody looked whether they are due."""
    unjudged: tuple[str, ...] = ()
    """Clauses of the text that nothing here judges, by number."""
    filled: tuple[tuple[str, str], ...] = ()
    """What somebody wrote into blanks: what was asked, and the words."""

    def said(self, words: str) -> str:
        """These words of the draft with every blank that was filled."""
        told = dict(self.filled)
        return BLANK.sub(lambda blank: told.get(blank[1], blank[0]), words)


@dataclass(frozen=True, slots=True)
class RepairBatch:
    """The repairs of one office, in the order in which they are to be printed."""

    repairs: tuple[Repair, ...]


NOT_SIGNED_YET = "Nobody signed the text yet: it is put right before it is signed, and no modification is needed."
LATER_EDITION = "If both agree, the edition in force on the day of the modification may stand in place of the one named."
OFFERED = (
    "Nobody can tell from the text whether these are due, or the check does not look for them by itself. What is not taken "
    "over into the sheet to sign is no part of the change."
)
NO_ESTIMATE = "No estimate of a change of price goes on the contractor's copy (FAR 43.301(a)(3))."
BEFORE_AWARD = "Before the award the contracting officer amends the solicitation alone (FAR 43.301(a)(1)(i))."
CORRECTION = "It corrects a slip of the pen and changes nobody's rights: an administrative change (FAR 43.101, 43.103(b)(1))."
PROVISION = ("A provision binds offerors before the award; after it the contractor gives the same word by agreement "
             "(FAR 43.103(a)(3)).")  # fmt: skip
BY_AGREEMENT = ("A new text enters a running contract by agreement and for consideration (FAR 1.108(d)(3), 43.103(a)(3)); "
                "the Changes clause (FAR 52.243-1) reaches specifications, shipment and place of delivery only")  # fmt: skip


COMMERCIAL_TERMS = "52.212-4"
BY_ITS_TERMS = ("FAR 52.212-4 stands in this contract: its paragraph (c) lets terms change by written agreement of the parties "
                "alone; a new text enters a running contract for consideration (FAR 1.108(d)(3), 43.103(a)(3)).")  # fmt: skip


def consent_for(
    kind: str, commercial: bool | None, solicitation: bool = False, commercial_terms: bool = False, unsigned: bool = False
) -> tuple[Consent, str]:
    """Whether a kind of change needs the contractor's signature, and why; in doubt it does.

    Source: FAR 43.103, 43.301, 52.243-1(a), 52.212-4(c), read in excerpts on 2026-11-29; FAR 1.108(d)(3) recalled.
    """
    if unsigned:
        return "before it is signed", NOT_SIGNED_YET
    if solicitation:
        return "unilateral", BEFORE_AWARD
    if kind == "correct clause":
        return "unilateral", CORRECTION
    if kind == "add provision":
        return "bilateral", PROVISION
    if commercial_terms:
        return "bilateral", BY_ITS_TERMS
    if commercial:
        return "bilateral", f"{BY_AGREEMENT}; under FAR 52.212-4(c) terms change by written agreement of the parties only."
    return "bilateral", f"{BY_AGREEMENT}."
