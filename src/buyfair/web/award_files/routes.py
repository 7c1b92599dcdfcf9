"""The addresses of award files: for the portfolio leads of an organization, and for administrators."""

from __future__ import annotations

from buyfair.web.award_files import bringing, finding, kept, views
from buyfair.web.award_files.finding import ACROSS, MAY
from buyfair.web.core.access import route

_BATCH = "batch of award files"

ROUTES = [
    route("award-files/", "award_files", views.listed, MAY),
    route("award-files/new/", "award_files_new", bringing.bring, MAY, post=True, takes=None),
    route("award-files/snapshots/", "award_files_snapshots", kept.view, MAY, post=True),
    route("award-files/<int:key>/", "award_files_batch", views.one, MAY, post=True, thing=_BATCH, find=finding.batch,
          across=ACROSS),
    route("award-files/<int:key>/rejected.csv", "award_files_rejected", views.rejected_rows, MAY, thing=_BATCH,
          find=finding.batch, across=ACROSS),
]  # fmt: skip
