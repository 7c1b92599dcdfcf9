"""Damaged, odd and hostile uploads, seeded, through the pages and the API: never a defect, one sentence, nothing half kept.

    python bench/fuzz_uploads.py --count 3000 --seed 1 --only contracts,plans

Contract texts, compliance plans, certificates, documents of cases, decisions about leads as JSON lines, and what programs send.
Every case is a transaction of its own on an SQLite in a folder of its own. What is taken is walked on: its pages in each state,
its exports, the moves that take more files. What is refused must say so in clear sentences and keep what was typed. Afterwards
the documents on the disk are those of the database and of forms that hold on to them, and the ledger holds. Cases that failed
are kept in build/fuzz_uploads/.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import fuzz_upload_files as made
from fuzz_upload_files import File, any_file
from fuzz_upload_place import assessed, peopled, reading_beside
from fuzz_upload_walk import Bounds, Walk

ROOT = Path(__file__).resolve().parents[1]
TEXTS = (made.plain, made.plain, made.word, made.word, made.pdf, made.other)
OTHERS = (made.other, made.other, made.plain, made.word, made.pdf)
ODD_FACTS = ("", "", "", 'agency = "dod"\n', "agency = ", "a" * 30_000, "x = 1", 'agency = "\u202e"', "\0",
             "[[lines]]\n" * 500, "sol_date = 2022-07-11",
             "lines = " + "[" * 3000, 'agency = "dod"\nagency = "dod"', "\ufeff# x", "none")  # fmt: skip
MOST_FACTS = 20_000
ODD_TYPED = ("", "R. Heron", "84 workers from Nepal", "x" * 201, "a\0b", "\u202eoloc", "<b>&\"'", "none", " ",
             "\U0001f980" * 90)  # fmt: skip
ODD_DAYS = ("2026-03-02", "2026-03-02", "2026-03-02", "", "2026-02-30", "0001-01-01", "9999-12-31", "today", "\u0662026-03-02")
FORMS = ("csv", "xlsx", "parquet", "jsonl")
FILES: list[File] = []
"""The files of the case under way, so that a failing one is kept."""


def today() -> date:
    """The day of the office."""
    from buyfair.web.core import clock

    return clock.today()


def file(rng: random.Random, kinds: Any = TEXTS) -> File:
    """A file of these kinds, noted."""
    FILES.append(any_file(rng, kinds))
    return FILES[-1]


def contracts(walk: Walk, rng: random.Random) -> None:
    """One contract text or several, uploaded, checked and followed through the states of a case."""
    from buyfair.web.audits.models import Batch

    told = {"facts": rng.choice(ODD_FACTS), "once": f"{rng.getrandbits(128):032x}"}
    sent = [("files", file(rng)) for _ in range(rng.choice([1, 1, 1, 2, 4]))]
    if rng.random() < 0.1:
        sent.append(("facts_file", file(rng)))
    stands = ["facts"] if len(told["facts"]) < MOST_FACTS and "\0" not in told["facts"] and sent[-1][0] == "files" else []
    got = walk.send("officer", "/audits/new/", told, sent, stands)
    if got is None or got.status_code != 302:
        return
    where = got["Location"].partition("#")[0]
    batch = Batch.objects.get(once=told["once"])
    if "/uploads/" in where:
        for _ in range(len(sent) + 1):
            walk.ask("officer", where, b"", "application/x-www-form-urlencoded")
        walk.opens("officer", where)
        for form in ("docx", "pdf", "txt"):
            walk.ask("officer", f"{where}draft.{form}", may=(200, 404))
    for row in batch.files.all():
        if row.text is None and not row.says.endswith("."):
            walk.wrong(f"a file of an upload was answered with no sentence: {row.says[:100]!r}")
        if row.text is not None:
            _text(walk, rng, row.text)
    walk.opens("officer", "/audits/", "/audits/figures/", *(f"/audits/take/{what}.{form}" for what in ("texts", "gaps")
                                                            for form in FORMS))  # fmt: skip


def _text(walk: Walk, rng: random.Random, text: Any) -> None:
    """A text as far as it goes, more files with each step."""
    walk.case_opens(text, "officer", "inspector")
    text.refresh_from_db()
    soon = (today() + timedelta(days=9)).isoformat()
    if text.state == "uploaded":
        if not text.trouble.endswith("."):
            walk.wrong(f"a text that could not be read says no sentence: {text.trouble[:100]!r}")
        if rng.random() < 0.5:
            walk.move("officer", text, "check", {"facts": rng.choice(ODD_FACTS)}, [("paper_contract", file(rng))])
    elif text.gaps and rng.random() < 0.7:
        walk.opens("officer", *(f"{text.get_absolute_url()}draft.{form}" for form in ("docx", "pdf", "txt")))
        walk.move("officer", text, "need", {"who": "R. Heron", "send_by": soon})
        walk.case_opens(text, "officer")
        walk.move("officer", text, "send", {"answer_by": soon}, [("paper_modification", file(rng, OTHERS))], ["answer_by"])
        walk.case_opens(text, "officer")
        name = rng.choice(["paper_signed", "paper_signed", "paper_contract"])
        walk.move("officer", text, "modify", {"no_gap_left": rng.choice(["on", ""])}, [(name, file(rng))])
    elif rng.random() < 0.5:
        told = {"facts": rng.choice([f for f in ODD_FACTS if "\r" not in f])}
        walk.move("officer", text, "recheck", told, [("paper_contract", file(rng))])
    else:
        walk.move("officer", text, "close", {"left_open": "R. Heron, by the end of the month."})
    walk.case_opens(text, "officer", "inspector")
    for check in text.checks.all():
        walk.opens("officer", f"{text.get_absolute_url()}checks/{check.number}.json")


def plans(walk: Walk, rng: random.Random) -> None:
    """A plan that comes in from the office or from the supplier, is returned with a letter and comes in again."""
    from plan_stories import opened

    from buyfair.web.plans.models import Plan
    from buyfair.web.plans.views import drafted

    case = opened(walk.people["by"], walk.people["office"], walk.people["firm"])
    for n in range(2):
        who, move = rng.choice([("officer", "receive"), ("supplier", "send")]) if n == 0 else ("supplier", "send")
        told = {"received_on": rng.choice(ODD_DAYS if n == 0 else ODD_DAYS[:1])}
        if move == "receive":
            told |= {name: rng.choice(ODD_TYPED) for name in ("workforce", "recruiters", "housing", "place")}
        sent = [("paper_plan", file(rng))]
        if rng.random() < 0.25:
            sent.append(("paper_work_document", file(rng)))
        came = walk.move(who, case, move, told, sent, [n for n in told if "\0" not in told[n]])
        walk.case_opens(case, "officer", "supplier")
        if came is None:
            return
        case = Plan.objects.get(pk=case.pk)
        walk.opens("officer", f"/plans/{case.reference}/review.json", f"/plans/{case.reference}/letter/",
                   *(f"/plans/{case.reference}/letter/?as={form}" for form in ("docx", "pdf", "txt")))  # fmt: skip
        if rng.random() < 0.4:
            walk.move("officer", case, "accept", {"reason": "Read.", "explained": "It is mended at the site."})
        else:
            soon = (today() + timedelta(days=30)).isoformat()
            walk.move("officer", case, "hand_back", {"letter": drafted(case.last), "answer_by": soon}, (), ["letter"])
            walk.opens("supplier", f"/plans/{case.reference}/letter/?as=pdf")
        walk.case_opens(case, "officer", "supplier")
    walk.opens("officer", "/plans/", *(f"/plans/?as={form}" for form in FORMS))


def certificates(walk: Walk, rng: random.Random) -> None:
    """A certificate that is filed, then relied on, or challenged and answered."""
    from certificate_stories import due, filing, relying

    case = due(walk.people["by"], walk.people["office"], walk.people["firm"])
    who = rng.choice(["officer", "supplier"])
    told = {name: str(value) for name, value in filing().items() if name != "paper_certificate"}
    if rng.random() < 0.4:
        told[rng.choice(["signed_by", "signer_role"])] = rng.choice(ODD_TYPED)
        told[rng.choice(["received_on", "signed_on"])] = rng.choice(ODD_DAYS)
        told["covers"] = rng.choice([*ODD_TYPED, "x" * 20_001])
    walk.move(who, case, "file", told, [("paper_certificate", file(rng, OTHERS))], [n for n in told if "\0" not in told[n]])
    walk.case_opens(case, "officer", "supplier")
    case.refresh_from_db()
    if case.state != "filed":
        return
    if rng.random() < 0.4:
        walk.move("officer", case, "rely", {name: str(value) for name, value in relying(explained="Known.").items()})
    else:
        told = {"knew": rng.choice(ODD_TYPED), "source": "A report.", "known_since": "2026-11-20", "told_to": "Nobody yet.",
                "answer_by": (today() + timedelta(days=20)).isoformat()}  # fmt: skip
        walk.move("officer", case, "challenge", told, [("paper_evidence", file(rng, OTHERS))], ["source", "known_since"])
        walk.case_opens(case, "officer", "supplier")
        walk.move("supplier", case, "answer", {"says": "It is true."}, [("paper_answer", file(rng, OTHERS))], ["says"])
    walk.case_opens(case, "officer", "supplier")
    walk.opens("officer", "/certificates/", *(f"/certificates/?as={form}" for form in FORMS))


def documents(walk: Walk, rng: random.Random) -> None:
    """Documents that are added to a case beside its moves."""
    from certificate_stories import due
    from plan_stories import opened

    case = rng.choice([due, opened])(walk.people["by"], walk.people["office"], walk.people["firm"])
    kinds = [name for name, _ in case.flow.papers]
    for _ in range(rng.choice([1, 3])):
        paper = rng.choice([*kinds, *kinds, *kinds, "", "joined", "\0", "x" * 90])
        walk.send("officer", f"/cases/{case.reference}/documents/", {"paper": paper}, [("file", file(rng, OTHERS))])
        walk.send("officer", f"/cases/{case.reference}/comment/", {"text": rng.choice(ODD_TYPED)}, [])
        walk.case_opens(case, "officer", "supplier")


def decisions(walk: Walk, rng: random.Random) -> None:
    """A file of decisions: taken over, or refused in one sentence; what goes out again can be read again."""
    from buyfair.intake.decisions_file import read_decisions
    from buyfair.web.leads.models import Decided, Lead

    first = Lead.objects.order_by("pk")[rng.randrange(Lead.objects.count())]
    said = rng.choice(["not_the_same", "cannot_tell"])
    walk.move("officer", first, said, {"reason": rng.choice(["Another trade.", "\U0001f980 = 1+1"]), "settles": "Its number."})
    exported = walk.ask("officer", "/leads/decisions.jsonl").whole
    if rng.random() < 0.7:  # as another installation decided, so that there is something to take over
        row = json.loads(exported)
        others = Lead.objects.exclude(pk=first.pk)
        exported = b"".join(json.dumps({**row, "asked": one.asked, "list": one.list_id, "party": one.party_key, "saw": one.saw,
                                        "said": rng.choice(["same_party", "not_the_same", "cannot_tell"])}).encode() + b"\n"
                            for one in others)  # fmt: skip
    FILES.append(File(*made.decisions(rng, exported)))
    for _ in range(2):
        before = Decided.objects.count()
        got = walk.send("officer", "/leads/decisions/", {}, [("file", FILES[-1])])
        walk.opens("officer", "/leads/", "/leads/leads.csv", *(f"/leads/leads.csv?as={form}" for form in FORMS))
    if got is not None and got.status_code == 302 and Decided.objects.count() != before:
        walk.wrong("the same file of decisions a second time changed something")
    for lead in Lead.objects.all():
        walk.case_opens(lead, "officer")
    out = walk.ask("officer", "/leads/decisions.jsonl")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "decisions.jsonl"
        path.write_bytes(out.whole)
        try:
            read_decisions(path)
        except Exception as problem:
            walk.wrong(f"what goes out cannot be read again: {problem}")


def programs(walk: Walk, rng: random.Random) -> None:
    """What a program sends within JSON; none of it is kept."""
    if rng.random() < 0.6:
        body: dict[str, Any] = {"texts": [made.for_programs(rng, file(rng)) for _ in range(rng.choice([1, 1, 3, 11]))]}
        if rng.random() < 0.2:
            odd = [{"agency": "dod"}, {"agency": "\0"}, {"x": 1}, [], {"lines": [[]]}, {"agency": ["dod"] * 9}]
            body["facts"] = rng.choice(odd)
        walk.program("/api/audit", body)
    else:
        body = {"plan": made.for_programs(rng, file(rng))}
        if rng.random() < 0.2:
            body["facts"] = rng.choice([{"workforce": "84"}, {"housing": "\0"}, {"x": "1"}, {"workforce": "x" * 90_000}])
        walk.program("/api/review-plan", body)


KINDS: dict[str, tuple[Callable[[Walk, random.Random], None], int]] = {
    "contracts": (contracts, 8), "plans": (plans, 5), "certificates": (certificates, 3), "documents": (documents, 3),
    "decisions": (decisions, 2), "programs": (programs, 3),
}  # fmt: skip
"""Each kind, and its share of the cases."""


def case(kind: str, number: int, seed: int, people: dict[str, Any], bounds: Bounds, home: Path) -> Walk:
    """One case: everything that it writes is undone afterwards."""
    from django.db import transaction

    FILES.clear()
    walk, rng = Walk(people, bounds), random.Random(f"{seed}/{kind}/{number}")
    with transaction.atomic():
        KINDS[kind][0](walk, rng)
        walk.settled(home)
        transaction.set_rollback(True)
    shutil.rmtree(home / "documents", ignore_errors=True)
    for left in Path(tempfile.gettempdir()).iterdir():
        shutil.rmtree(left, ignore_errors=True)
    return walk


def main() -> int:
    """One row a kind, one line a fault; 1 where any case failed."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--count", type=int, default=1000, help="cases of all kinds together")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", default=",".join(KINDS))
    asked.add_argument("--minutes", type=float, default=1e6, help="after so long no further case is begun")
    asked.add_argument("--nth", type=int, default=None, help="only this case of each kind")
    asked.add_argument("--seconds", type=float, default=15.0, help="for one reading in the process beside")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="buyfair-fuzz-") as place:
        home, scratch, beside = (Path(place) / name for name in ("home", "scratch", "tmp"))
        for folder in (home, scratch, beside):
            folder.mkdir()
        os.environ |= {"BUYFAIR_HOME": str(home), "DJANGO_SETTINGS_MODULE": "buyfair.web.settings", "TMPDIR": str(beside),
                       "BUYFAIR_SUBJECTS": "tiny_subject", "BUYFAIR_API_ADDRESS_MINUTE": "1000000000",
                       "BUYFAIR_HOSTS": "testserver"}  # fmt: skip
        os.environ.pop("DATABASE_URL", None)
        tempfile.tempdir = str(beside)
        sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "tests" / "web")]
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        people = peopled(home, assessed(scratch))
        with reading_beside(given.seconds):
            return run(given, people, home)


def run(given: argparse.Namespace, people: dict[str, Any], home: Path) -> int:
    """Kinds by turns, each in its share; a table when all is done, when the time is over or when somebody interrupts it."""
    kinds = given.only.split(",")
    kept, seen, tallies = ROOT / "build" / "fuzz_uploads", Counter[str](), {kind: Tally() for kind in kinds}
    shutil.rmtree(kept, ignore_errors=True)
    until = time.monotonic() + given.minutes * 60
    bounds = Bounds(reading=3 * given.seconds + 5)  # a contract and its modification are read in three
    with suppress(KeyboardInterrupt):
        for kind, number in turns(kinds, given.count, given.nth):
            if time.monotonic() > until:
                break
            begun = time.perf_counter()
            walk = case(kind, number, given.seed, people, bounds, home)
            tallies[kind].add(walk, time.perf_counter() - begun)
            for fault in walk.faults:
                tell(f"{kind}/{number} {'; '.join(one.what for one in FILES)}", fault, seen)
            if walk.faults:
                keep(kept / f"{kind}-{number}", walk.faults)
    print("kind          cases  requests   taken  refused  failed  slowest s  most MiB  seconds  states")
    for kind, tally in tallies.items():
        print(tally.row(kind))
    print(f"{sum(tally.counts['cases'] for tally in tallies.values()):,} cases, seed {given.seed}:",
          f"{sum(seen.values())} faults of {len(seen)} kinds" if seen else "no fault")  # fmt: skip
    return 1 if seen else 0


@dataclass
class Tally:
    """What the cases of one kind came to."""

    counts: Counter[str] = field(default_factory=Counter)
    states: set[str] = field(default_factory=set)
    slowest: float = 0.0
    largest: float = 0.0
    seconds: float = 0.0

    def add(self, walk: Walk, seconds: float) -> None:
        """One more."""
        self.counts += Counter(cases=1, requests=walk.requests, taken=walk.taken, refused=walk.refused)
        self.counts["failed"] += bool(walk.faults)
        self.states |= walk.states
        self.slowest, self.largest = max(self.slowest, walk.slowest), max(self.largest, walk.largest)
        self.seconds += seconds

    def row(self, kind: str) -> str:
        """As the table has it."""
        counts = (f"{self.counts[name]:{wide},}" for name, wide in (("cases", 6), ("requests", 9), ("taken", 7), ("refused", 8),
                                                                   ("failed", 7)))  # fmt: skip
        return f"{kind:12} {' '.join(counts)} {self.slowest:10.1f} {self.largest:9.0f} {self.seconds:8.0f}  {len(self.states)}"


def turns(kinds: list[str], count: int, nth: int | None) -> Iterator[tuple[str, int]]:
    """So many cases, each kind as often as its share has it; or one number of each kind."""
    if nth is not None:
        yield from ((kind, nth) for kind in kinds)
        return
    order, numbers = [kind for kind in kinds for _ in range(KINDS[kind][1])], Counter[str]()
    for turn in range(count):
        kind = order[turn % len(order)]
        yield kind, numbers[kind]
        numbers[kind] += 1


def tell(which: str, fault: str, seen: Counter[str]) -> None:
    """Prints a fault; of one kind no more than three."""
    sign = re.sub(r"[0-9]+|'[^']*'", "#", fault)[:90]
    seen[sign] += 1
    if seen[sign] <= 3:
        print(f"  {which[:300]}: {fault[:500]}", flush=True)


def keep(folder: Path, faults: list[str]) -> None:
    """Keeps the files of a case and what was wrong with it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "faults.txt").write_text("\n".join(faults) + "\n", "utf-8", "replace")
    names = []
    for n, one in enumerate(FILES):
        (folder / f"file-{n}").write_bytes(one.content)
        names.append(f"file-{n}: {one.name!r} {one.what}")
    (folder / "names.txt").write_text("\n".join(names) + "\n", "utf-8", "replace")


if __name__ == "__main__":
    sys.exit(main())
