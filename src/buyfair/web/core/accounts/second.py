"""The second step of an account: setting it up, and telling a right code from a wrong one."""

from __future__ import annotations

from django.db import transaction

from buyfair.web.core.accounts import codes
from buyfair.web.core.accounts.log import How
from buyfair.web.core.accounts.people import changed
from buyfair.web.core.clock import now
from buyfair.web.core.models import RecoveryCode, SecondStep, User


def has_one(user: User) -> bool:
    """Whether a second step is set up.

    One whose key cannot be read any more, since the installation's own key was replaced, counts: nobody gets past it
    by password alone, and an administrator resets it.
    """
    return SecondStep.objects.filter(user=user).exists()


def closed() -> tuple[int, int]:
    """How many second steps cannot be opened with the key of this installation, and of how many."""
    opens = [codes.opened(kept) is not None for kept in SecondStep.objects.values_list("key", flat=True)]
    return opens.count(False), len(opens)


def right(user: User, typed: str) -> How | None:
    """By what a typed code is right, which is then used up; None where it is wrong."""
    told = codes.plain(typed)
    if len(told) == 6 and told.isascii() and told.isdigit():
        return How.CODE if _digits(user, told) else None
    mark = codes.recovery_mark(user.pk, told)
    used = RecoveryCode.objects.filter(user=user, mark=mark, used=None).update(used=now())
    return How.RECOVERY if used else None


def _digits(user: User, told: str) -> bool:
    """Whether the six digits are right now; taken once, also by two who send them at the same moment."""
    kept = SecondStep.objects.filter(user=user).first()
    key = codes.opened(kept.key) if kept else None
    if kept is None or key is None:
        return False
    step = codes.step_of(key, told, now().timestamp(), kept.last_used)
    return step is not None and bool(SecondStep.objects.filter(pk=kept.pk, last_used__lt=step).update(last_used=step))


@transaction.atomic
def set_up(user: User, key: str, typed: str) -> bool:
    """Keeps a new key where the code proves that the telephone holds it."""
    step = codes.step_of(key, codes.plain(typed), now().timestamp(), 0)
    if step is None:
        return False
    told = {"key": codes.closed(key), "last_used": step, "at": now()}
    SecondStep.objects.update_or_create(user=user, defaults=told)
    changed(user, "second step set up", by=user)
    return True


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """Ten fresh codes; those before are good no more. They can be read now and never again."""
    RecoveryCode.objects.filter(user=user).delete()
    fresh = codes.recovery_codes()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, mark=codes.recovery_mark(user.pk, c)) for c in fresh)
    return fresh


def pretty(code: str) -> str:
    """A recovery code in two halves, as it is written down."""
    return f"{code[:5]}-{code[5:]}"
