"""Writes the audit of one contract file as JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from buyfair.catalogue import fingerprint
from buyfair.contract_audit import Audit, Gap
from buyfair.contract_overhaul import not_used
from buyfair.contract_stage import number_of, signature_line, stage_of
from buyfair.knowledge.clauses import clauses
from buyfair.purchase import cites, shown
from buyfair.spot.clauses import Found


def as_document(found: Audit) -> dict[str, Any]:
    """The audit of one file as JSON."""
    about = found.facts.about
    return {
        "contract": about.get("contract") or number_of(found) or found.document.name,
        "file": {"name": found.document.name, "sha256": found.document.sha256, "pages": found.document.pages},
        "stage": stage_of(found),
        "to_sign": _to_sign(found),
        "day": found.day.isoformat(),
        "knowledge": fingerprint(),
        "facts": _facts(found),
        "clauses": [_clause_entry(c) for c in found.clauses if c.held],
        "spoken_of": [_clause_entry(c) | {"how": c.how} for c in found.clauses if not c.held],
        "gaps": [_gap_entry(g) for g in found.gaps],
        "cannot_tell": [{"id": o.asked.rule, "missing": list(o.missing), "why": o.why} for o in found.open],
        "kept": [{"id": a.rule, "why": s.why, "quote": s.quote} for a, s in found.kept],
        "beside": [_gap_entry(g) | {"field": g.asked.field} for g in found.beside],
        "beside_open": [
            {"id": o.asked.rule, "field": o.asked.field, "clause": o.asked.clause, "missing": list(o.missing), "why": o.why}
            for o in found.beside_open
        ],
        "not_used": not_used(found),
        "read": [{"fact": e.key, "words": e.value, "line": e.line} for e in found.facts.header],
        "guesses": [dict(g) for g in found.facts.guesses],
        "tells_what_it_holds": found.closed,
        "notes": [*found.document.notes, *found.facts.notes, *found.duties.contradictions],
    }


def _to_sign(found: Audit) -> dict[str, Any] | None:
    """The empty line on which the officer would sign."""
    line = signature_line(found)
    return None if line is None else {"line": line.number, "page": line.page, "quote": " ".join(line.text.split())}


def _facts(found: Audit) -> dict[str, Any]:
    own = found.duties.purchase
    told: dict[str, Any] = {k: shown(v, k == "tier") for k, v in own.told.items()}
    told |= {k: v.isoformat() if isinstance(v, date) else v for k, v in found.facts.about.items()}
    if own.lines is not None:
        told["lines"] = [{k: shown(v) for k, v in line.items()} for line in own.lines]
    return told


def _clause_entry(c: Found) -> dict[str, Any]:
    known = clauses().get(c.number)
    return {
        "number": c.number, "title": known.title if known is not None else c.title, "date": c.printed or None,
        "alternate": c.alternates[0][0] if c.alternates else None, "line": c.line, "page": c.page,
    }  # fmt: skip


def _gap_entry(g: Gap) -> dict[str, Any]:
    return {
        "id": g.asked.rule, "rule": g.judged.rule.id, "what": g.what, "fix": g.fix, "why": g.why, "quote": g.quote,
        "line": g.line, "page": g.page, "cites": cites(g.judged), "owed_by": g.judged.rule.owed_by,
        "ask": g.ask or None, "clause": g.asked.clause or None, "alternate": g.asked.alternate or None, "due": g.due or None,
        "printed": g.printed or None,
    }  # fmt: skip
