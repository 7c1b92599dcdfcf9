"""The addresses of the lab: open to everybody, without an account."""

from __future__ import annotations

from buyfair.web.core.access import route
from buyfair.web.lab import files, views
from buyfair.web.lab.writing import write

ROUTES = [
    route("lab/", "lab", views.lab),
    route("lab/write/", "reform-own", write, post=True),
    route("lab/<str:name>/", "reform", views.reform),
    route("lab/<str:name>/brief.pdf", "reform-brief", files.brief),
    route("lab/<str:name>/district/<str:code>.pdf", "reform-district", files.district),
    route("lab/<str:name>/answer.json", "reform-answer", files.answer),
    route("lab/<str:name>/moved.csv", "reform-moved", files.moved),
    route("lab/<str:name>/manifest.json", "reform-manifest", files.manifest),
    route("lab/<str:name>/reform.toml", "reform-file", files.reform),
]
