"""What the pages say of a batch: the answer in one sentence, how far it is, its account, what was done with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.dateformat import format as formatted

from buyfair.cards import words
from buyfair.records.lines import REJECTION_REASONS
from buyfair.web.award_files import places
from buyfair.web.award_files.models import AwardFile, Batch, Deed
from buyfair.web.award_files.recovering import left_alone
from buyfair.web.award_files.running import STEPS
from buyfair.web.core.clock import here, now

STATES = {"waiting": "Waiting", "running": "Being assessed", "stopped": "Stopped", "refused": "Refused", "failed": "Failed",
          "assessed": "Assessed"}  # fmt: skip
TO_COME, AT_IT, DONE = "to come", "now", "done"
_DEEDS = {"accepted": "Accepted", "stopped": "Stopped", "resumed": "Given to the queue again",
          "assessed": "Assessed", "refused": "Refused for its contents", "failed": "Failed", "interrupted": "Interrupted",
          "shown": "Shown as the portfolio", "dropped": "Snapshot dropped"}  # fmt: skip


def answer(batch: Batch, shown: str, *, kept: bool) -> str:
    """Where the batch stands and what that means, in one sentence or two."""
    if batch.state == "waiting":
        return _waiting(batch)
    if batch.state == "running":
        return _running(batch)
    if batch.state == "stopped":
        return "It was stopped. Nothing of it is shown; its files are kept, and it can be resumed."
    if batch.state == "refused":
        return "Its contents were refused. Nothing of it is shown, and the portfolio is as it was."
    if batch.state == "failed":
        return "It could not be assessed to its end. Nothing of it is shown; its files are kept, and it can be resumed."
    if shown and batch.snapshot == shown:
        return "It is the portfolio that is shown now."
    if not kept:
        return "It was assessed; its snapshot was dropped since, and its files are kept."
    return "It is assessed and kept as a snapshot. It is not shown: that is for you to decide."


def _waiting(batch: Batch) -> str:
    if not places.held(places.of_workers()):
        return ("It was accepted and waits. No background worker runs at the moment: it begins when whoever runs this"
                " installation starts one. Nothing is lost meanwhile.")  # fmt: skip
    if batch.attempt > 1:
        return "It waits to be taken up again, and goes on where it stood as far as that was written down."
    return "It was accepted and waits for its turn."


def _running(batch: Batch) -> str:
    if batch.stop_asked:
        return "It was told to stop, and stops at the next point where that is safe."
    if left_alone(batch):
        return ("The worker that was at work on it was ended. Nothing is lost: the next worker that runs takes it up again"
                " within seconds.")  # fmt: skip
    said = f" It says: {batch.says}." if batch.says else ""
    return f"It is being assessed: step {max(batch.step, 1)} of {len(STEPS)}, begun {lasting(batch)} ago.{said}"


def lasting(batch: Batch) -> str:
    """How long the work on a batch has lasted, or lasted."""
    if batch.began is None:
        return "no time"
    return duration((batch.ended or now()) - batch.began)


def duration(of: Any) -> str:
    """A stretch of time in words."""
    seconds = max(0, int(of.total_seconds()))
    if seconds < 120:
        return f"{seconds} second{'' if seconds == 1 else 's'}"
    minutes = seconds // 60
    return f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours {minutes % 60} minutes"


def steps(batch: Batch) -> list[tuple[str, str]]:
    """Each step of the work, and whether it is done, at hand or to come."""
    def told(nth: int) -> str:
        if batch.state == "assessed" or nth < batch.step:
            return DONE
        return AT_IT if nth == max(batch.step, 1) and batch.state == "running" else TO_COME

    return [(says, told(nth)) for nth, says in enumerate(STEPS, 1)]


def account(batch: Batch) -> list[dict[str, str]]:
    """Records and dollars that were read, and what became of them; nothing before it was assessed."""
    lines, dollars = batch.figures.get("lines"), batch.figures.get("dollars")
    if not lines or not dollars:
        return []
    names = {"read": "Read", "accepted": "Accepted", "rejected": "Rejected", "superseded": "Superseded by a later record"}
    return [{"name": says, "lines": words.count(lines[key]), "dollars": words.exact_dollars(dollars[key])}
            for key, says in names.items()]  # fmt: skip


def rejected(batch: Batch) -> list[dict[str, str]]:
    """Why records were set aside, each reason in words."""
    return [{"says": REJECTION_REASONS.get(row["reason"], row["reason"]), "lines": words.count(row["lines"]),
             "dollars": words.exact_dollars(row["dollars"])} for row in batch.figures.get("rejected_why", ())]  # fmt: skip


def looks(files: Iterable[AwardFile]) -> list[dict[str, Any]]:
    """Each file with what was seen of it at first."""
    return [{"file": file, "size": size(file.size), "looked": looked(file.look),
             "reasons": [(REJECTION_REASONS.get(r, r), words.count(n)) for r, n in file.look.get("reasons", {}).items()],
             "passed_over": file.look.get("passed_over", ())} for file in files]  # fmt: skip


def looked(look: dict[str, Any]) -> str:
    """What the first look saw, in a sentence."""
    if not look:
        return "Not looked into beforehand."
    if not look["sampled"]:
        return f"{look['layout']}; too large to be looked into beforehand."
    told = f"{look['layout']}. "
    read, aside = look["read"], look["rejected"]
    if look["whole"]:
        told += f"{words.count(read)} record{'' if read == 1 else 's'}"
    elif look["records"] is not None:
        told += f"{words.count(look['records'])} records; looked at the first {words.count(read)}"
    else:
        told += f"Looked at the first {words.count(read)} records"
    return told + (f", {words.count(aside)} of which would be rejected." if aside else ", none of which would be rejected.")


def size(of: int) -> str:
    """Bytes in words."""
    for unit, name in ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")):
        if of >= unit:
            return f"{of / unit:.1f} {name}"
    return f"{of} bytes"


def deeds(found: Iterable[Deed]) -> list[dict[str, Any]]:
    """What was done, newest first, each with who, when and why."""
    return [{"says": _DEEDS[deed.what], "at": moment(deed.at), "by": deed.by.called if deed.by else "the system",
             "how": "" if deed.how == "page" else deed.how, "before": deed.before, "after": deed.after, "why": deed.why,
             "done": deed.done} for deed in found]  # fmt: skip


def moment(at: datetime) -> str:
    """A moment in the zone of the installation."""
    return str(formatted(here(at), "F j, Y, H:i"))
