"""Documents: each content is kept once by its hash; a document is a content on a case, under a name, of a kind."""

from __future__ import annotations

from django.db import models

from buyfair.web.casework.models.case import Case
from buyfair.web.casework.models.ledger import Event


class Content(models.Model):
    """One row per content that was ever taken: its hash, its size, what it was recognised as.

    The bytes lie in the data folder under documents/, by hash.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    suffix = models.CharField(max_length=5)


class Document(models.Model):
    """One row per document of a case; `event` is what brought it. Without `content` it was destroyed under retention."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="documents")
    content = models.ForeignKey(Content, on_delete=models.PROTECT, null=True, related_name="documents")
    paper = models.CharField(max_length=40)
    name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["pk"]

    @property
    def paper_label(self) -> str:
        """What kind of document it is, in words."""
        return dict(self.case.flow.papers).get(self.paper, self.paper)
