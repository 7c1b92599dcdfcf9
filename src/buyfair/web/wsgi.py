"""What a web server loads."""

from __future__ import annotations

import gc
import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buyfair.web.settings")
application = get_wsgi_application()


MADE_BEFORE_LOOKING = (10_000, 20, 50)
"""How many things are made before a process looks for what nobody needs any more, and how many looks before a deeper one."""


def _awake() -> None:
    """Reads beforehand what most pages show, so that nobody who comes first waits for it.

    What stands then stands for as long as the process: it is not looked through any more for what nobody needs, which would
    stop every page for a third of a second now and then.
    """
    from buyfair.web.subjects import told_by_each

    for subject in told_by_each("awake"):
        subject.awake()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*MADE_BEFORE_LOOKING)


Thread(target=_awake, daemon=True, name="awake").start()
