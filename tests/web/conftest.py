"""What the tests of the pages share. Which database they stand on is told by DATABASE_URL; SQLite where it is silent."""

from __future__ import annotations

import django

django.setup()
