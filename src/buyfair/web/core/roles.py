"""The roles of people; what a role may do stands with each route and each move, never here."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A part that somebody plays for an organization; one person may play several."""

    PUBLIC = "public"
    SUPPLIER_MEMBER = "supplier_member"
    SUPPLIER_CERTIFIER = "supplier_certifier"
    SUBCONTRACTOR = "subcontractor"
    CONTRACTING_OFFICER = "contracting_officer"
    REPRESENTATIVE = "representative"
    PORTFOLIO_LEAD = "portfolio_lead"
    CASE_OFFICER = "case_officer"
    INSPECTOR_GENERAL = "inspector_general"
    DEBARRING_OFFICIAL = "debarring_official"
    MONITOR = "monitor"
    REPORTER = "reporter"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The role as a page says it."""
        return _LABELS[self]


_LABELS = {
    Role.PUBLIC: "anybody",
    Role.SUPPLIER_MEMBER: "supplier member",
    Role.SUPPLIER_CERTIFIER: "supplier certifier",
    Role.SUBCONTRACTOR: "subcontractor",
    Role.CONTRACTING_OFFICER: "contracting officer",
    Role.REPRESENTATIVE: "contracting officer's representative",
    Role.PORTFOLIO_LEAD: "portfolio lead",
    Role.CASE_OFFICER: "case officer",
    Role.INSPECTOR_GENERAL: "inspector general",
    Role.DEBARRING_OFFICIAL: "suspending and debarring official",
    Role.MONITOR: "accredited monitor",
    Role.REPORTER: "reporter",
    Role.ADMINISTRATOR: "administrator",
}

EVERYBODY = frozenset(Role)
BUYERS = frozenset({Role.CONTRACTING_OFFICER, Role.REPRESENTATIVE, Role.PORTFOLIO_LEAD})
OVERSIGHT = frozenset({Role.INSPECTOR_GENERAL, Role.DEBARRING_OFFICIAL})
