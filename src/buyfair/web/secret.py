"""The key that signs sessions: from the environment, else made once and kept in the data folder, for its owner alone."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path


def secret(environment: Mapping[str, str], home: Path) -> str:
    """The key of this installation; two who start at once agree on one."""
    if told := environment.get("BUYFAIR_SECRET_KEY"):
        return told
    kept = home / "secret.key"
    if not kept.is_file():
        home.mkdir(parents=True, exist_ok=True)
        own = home / f".secret.{os.getpid()}"
        own.touch(mode=0o600)
        with own.open("w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(48))
            out.flush()
            os.fsync(out.fileno())  # an empty key after a power cut would be anybody's
        try:
            os.link(own, kept)
        except FileExistsError:
            pass
        finally:
            own.unlink()
    return kept.read_text("ascii")
