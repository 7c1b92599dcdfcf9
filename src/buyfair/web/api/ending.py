"""Tokens end where the trust in their maker ends: an account that is closed, a role taken, a password or second step renewed.

What ends so stays ended: an account that is opened again, and a role that is given again, bring no token back.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from buyfair.web.api.tokens import end_all
from buyfair.web.core.models import AccountChange

ENDS = frozenset({"closed", "second step reset", "password changed"})
"""Changes of an account after which none of its tokens counts."""


@receiver(post_save, sender=AccountChange)
def follow(sender: Any, instance: AccountChange, created: bool, raw: bool = False, **_: Any) -> None:
    """Ends what the change ends, together with it: the record of each change is written in its transaction."""
    if raw:  # a restored record tells what was, and its tokens are restored as they were
        return
    if created and instance.what in ENDS:
        end_all(instance.person)
    elif created and instance.what == "role taken" and instance.organization_id is not None:
        end_all(instance.person, (instance.organization_id, instance.role))
