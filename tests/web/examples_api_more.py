"""Examples of what the addresses of the API about law and lists open."""

from __future__ import annotations

KEYS = {
    "api-list": {"list_id": "dol_tvpra"},
    "api-list-rows": {"list_id": "dol_tvpra"},
    "api-indicator": {"code": "listed_good_matched"},
    "api-reform": {"name": "plan_from_250000"},
    "api-reform-answer": {"name": "plan_from_250000"},
    "api-rule-texts": {"rule_id": "TIP-04"},
    "api-amount": {"name": "MPT"},
    "api-conduct-clause": {"clause_id": "debt_bondage"},
}
