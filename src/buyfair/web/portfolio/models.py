"""Saved views: filters that somebody keeps under a name, for themselves or for the organization they act for."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django.conf import settings
from django.db import models

from buyfair.browse_filters import FIELDS, parse
from buyfair.web.core.models import Organization
from buyfair.web.portfolio.pages import TABS
from buyfair.web.portfolio.spelling import said


class SavedView(models.Model):
    """One row per view: the page and the filters of its address, as they were when it was saved."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="saved_views")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=80)
    page = models.CharField(max_length=40, blank=True)
    query = models.TextField(blank=True)
    shared = models.BooleanField(default=False)
    saved = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["organization", "user", "name"], name="a_view_has_its_own_name")]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def address(self) -> str:
        """Where the view opens."""
        return f"/portfolio/{self.page + '/' if self.page else ''}{self.query}"

    @property
    def says(self) -> str:
        """The page and the filters in words."""
        asked = parse(parse_qsl(self.query.lstrip("?")))[0].asked()
        filters = "; ".join(f"{FIELDS[name].title}: {' or '.join(said(name, v) for v in each)}" for name, each in asked.items())
        return f"{TABS.get(self.page, 'Portfolio')}{'; ' if filters else ''}{filters}"
