"""Names for what the tests of the pages are handed."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

Acting = Callable[..., Client]
"""Given a role, and where wished an organization and its kind: the browser of somebody who is logged in."""
