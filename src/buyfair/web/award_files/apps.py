"""Award files that are brought to the installation, as an application."""

from __future__ import annotations

from django.apps import AppConfig


class AwardFiles(AppConfig):
    """Label `award_files`: files, batches of them, and what was done with the portfolio."""

    name = "buyfair.web.award_files"
    label = "award_files"
