"""Keys of addresses that anybody may open, or that name what belongs to nobody: cards, reforms, awards."""

from __future__ import annotations

REFORM = {"name": "plan_from_250000"}
AWARD = "CONT_AWD_ZZ70CD25F00000347_7012_ZZ70CD24A00000290_7012"
"""An award of the bundled sample of which a fact is still to be found out."""
KEYS = {
    "rule": {"given": "TIP-04"},
    "amount": {"given": "SAT"},
    "list": {"given": "dol_tvpra"},
    "good": {"given": "cotton"},
    "country": {"given": "MMR"},
    "indicator": {"given": "listed_good_matched"},
    "conduct-clause": {"given": "debt_bondage"},
    "method-page": {"given": "exposure"},
    "reform": REFORM,
    "reform-brief": REFORM,
    "reform-district": REFORM | {"code": "GA-01"},
    "reform-answer": REFORM,
    "reform-moved": REFORM,
    "reform-manifest": REFORM,
    "reform-file": REFORM,
    "award": {"award_id": AWARD},
}
