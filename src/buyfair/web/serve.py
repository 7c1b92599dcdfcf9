"""Starts the web application: the database is brought up to date, then pages are served until interrupted."""

from __future__ import annotations

import os

from granian import Granian
from granian.constants import Interfaces


def serve(host: str, port: int) -> None:
    """Serves on this address; ends with the interrupt."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buyfair.web.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    Granian("buyfair.web.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=2, blocking_threads=4,
            log_access=False).serve()  # fmt: skip
