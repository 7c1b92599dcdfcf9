"""DFARS 225.70, limits on foreign buys: which copies were read, and what its rules share."""

from __future__ import annotations

from datetime import date

from buyfair.judge.conditions import one_of
from buyfair.knowledge import facts as f

READ_ON = date(2026, 11, 29)
GSA_FILES = "DFARS source files (GSA)"
ECFR_2026 = "a public copy of the eCFR of March 2026"

DOD = one_of(f.AGENCY, "dod")
"""The department itself: an exchange or commissary is not DoD for this supplement (inferred from 10 USC chapter 147)."""

OVERHAUL_NOTE = (
    "DoD adopted the FAR overhaul text of part 25 on 17 February 2026. This restriction is DoD's own and stands in its "
    "supplement, whichever text of the FAR is used; DoD's overhaul text of part 225 was not read."
)
