"""The addresses of contract texts: its office sees them, its contracting officers upload, the inspector general reads."""

from __future__ import annotations

from buyfair.web.audits import export, finding, taking, tie_views, upload_views, views
from buyfair.web.audits.flow import SEES
from buyfair.web.core.access import Find, Route, View, route
from buyfair.web.core.roles import BUYERS, Role

READERS = frozenset(who.role for who in SEES)
OFFICERS = frozenset({Role.CONTRACTING_OFFICER})


def _of_text(path: str, name: str, view: View, thing: str, find: Find, *, only_post: bool = False) -> Route:
    """An address beneath a contract text, which the table of its flow opens."""
    return route(f"audits/<str:reference>/{path}", name, view, READERS, thing=thing, find=find, flow=True, only_post=only_post)


ROUTES = [
    route("audits/", "audits", views.texts, READERS),
    route("audits/new/", "audit_new", upload_views.new, OFFICERS, post=True, takes=2 * taking.MOST_TOGETHER),
    route("audits/on-file/", "audit_on_file", tie_views.on_file, OFFICERS, post=True),
    route("audits/figures/", "audit_figures", views.figures, READERS),
    route("audits/take/<str:what>.<str:form>", "audit_take", export.take, READERS),
    route("audits/uploads/<int:key>/", "audit_batch", upload_views.batch, BUYERS, send=OFFICERS, thing="upload of texts",
          find=finding.batch),
    route("audits/uploads/<int:key>/draft.<str:form>", "audit_batch_draft", upload_views.draft, BUYERS,
          thing="draft of an upload", find=finding.batch_draft),
    _of_text("", "audit", views.text, "contract text", finding.text),
    _of_text("answers/", "audit_answers", views.facts, "contract text", finding.text, only_post=True),
    _of_text("tie/", "audit_tie", tie_views.tie, "contract text", finding.text, only_post=True),
    _of_text("checks/<int:number>.json", "audit_result", views.result, "check of a text", finding.check),
    _of_text("draft.<str:form>", "audit_draft", views.draft, "draft modification", finding.draft),
]  # fmt: skip
