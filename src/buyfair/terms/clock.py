"""Where the seconds went: stages of a run, for its log and for benchmarks, never part of a result."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass
class Clock:
    """Seconds per stage, for run.log and for benchmarks; never part of a result."""

    stages: list[tuple[str, float]] = field(default_factory=list)
    _last: float = field(default_factory=time.monotonic)

    def stage(self, name: str) -> None:
        """Closes a stage."""
        now = time.monotonic()
        self.stages.append((name, now - self._last))
        self._last = now
