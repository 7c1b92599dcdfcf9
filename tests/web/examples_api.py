"""Examples of what the addresses of the API open; cases and moves are those of the pages."""

from __future__ import annotations

KEYS = {"api-rule": {"rule_id": "TIP-04"}, "api-dossier": {"award_id": "nothing"}}
