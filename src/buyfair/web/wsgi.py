"""What a web server loads."""

from __future__ import annotations

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buyfair.web.settings")
application = get_wsgi_application()


def _awake() -> None:
    """Reads beforehand what most pages show, so that nobody who comes first waits for it."""
    from buyfair.web.core.beforehand import watch

    watch()


Thread(target=_awake, daemon=True, name="awake").start()
