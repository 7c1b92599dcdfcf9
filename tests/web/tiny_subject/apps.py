"""Pledges as an application."""

from __future__ import annotations

from django.apps import AppConfig


class TinySubject(AppConfig):
    """Label `tiny_subject`."""

    name = "tiny_subject"
    label = "tiny_subject"
