"""Walks the pages for fuzz_uploads.py as people do, and says after every step what should not have happened."""

from __future__ import annotations

import hashlib
import html
import json
import re
import tempfile
import time
import traceback
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fuzz_upload_files import File

MARK = "----------------------fuzz0uploads"
LONGEST_SENTENCE = 1500
"""Letters of what a page says of one thing; a list of gaps is long."""


@dataclass
class Bounds:
    """What one request may take: to show a page, to take a form whose files are read beside. Units: seconds, MiB."""

    seconds: float = 15.0
    reading: float = 60.0
    memory: float = 400.0


@dataclass
class Walk:
    """One case: the browsers of its people, what was found wrong, and which documents its forms hold on to."""

    people: Mapping[str, Any]
    bounds: Bounds
    faults: list[str] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    requests: int = 0
    refused: int = 0
    taken: int = 0
    slowest: float = 0.0
    largest: float = 0.0
    states: set[str] = field(default_factory=set)

    def wrong(self, what: str) -> None:
        """Notes a fault."""
        self.faults.append(what)

    def ask(self, who: str, path: str, body: bytes | None = None, kind: str = "", *, may: Sequence[int] = (200, 302)) -> Any:
        """The answer of a page, looked at; None where there was none. Every status beside those of `may` is a fault."""
        begun, before = time.perf_counter(), _peak_anew()
        client = self.people[who]
        try:
            got = client.get(path) if body is None else client.post(path, body, content_type=kind)
            got.whole = got.getvalue() if got.streaming else got.content
        except Exception:
            self.wrong(f"{_bare(path)}: {_last_of(traceback.format_exc())}")
            return None
        took, more = time.perf_counter() - begun, _peak() - before
        self.requests, self.slowest, self.largest = self.requests + 1, max(self.slowest, took), max(self.largest, more)
        if took > (most := self.bounds.seconds if body is None else self.bounds.reading):
            self.wrong(f"{_bare(path)}: took {took:.0f} seconds, more than {most:g}")
        if more > self.bounds.memory:
            self.wrong(f"{_bare(path)}: took more than {self.bounds.memory:g} MiB")
        if got.status_code not in may:
            self.wrong(f"{_bare(path)}: answered {got.status_code}")
        self._look_at(path, got)
        return got

    def _look_at(self, path: str, got: Any) -> None:
        if not got.headers.get("Content-Type", "").startswith("text/html") or got.status_code in (301, 302):
            return
        try:
            page = got.whole.decode()
        except UnicodeDecodeError:
            self.wrong(f"{_bare(path)}: the page is no UTF-8")
            return
        if "Traceback (most recent call last)" in page:
            self.wrong(f"{_bare(path)}: a traceback in the page")
        if "\0" in page:
            self.wrong(f"{_bare(path)}: a NUL in the page")
        if "</html>" not in page:
            self.wrong(f"{_bare(path)}: the page does not end")
        self.tokens |= held_in(page)

    def send(self, who: str, path: str, fields: Mapping[str, str], files: Sequence[tuple[str, File]],
             stands: Sequence[str] = ()) -> Any:  # fmt: skip
        """Sends a form with files: taken, or refused in clear sentences with what was typed in the fields `stands`."""
        got = self.ask(who, path, multipart(fields, files), f"multipart/form-data; boundary={MARK}",
                       may=(200, 302, 400, 409, 413, 422))  # fmt: skip
        if got is None:
            return None
        if got.status_code == 302:
            self.taken += 1
            return got
        self.refused += 1
        page = got.whole.decode()
        said = sentences(page)
        if not said:
            self.wrong(f"{_bare(path)}: refused with {got.status_code} and no sentence")
        for sentence in said:
            if wrong := no_sentence(sentence):
                self.wrong(f"{_bare(path)}: {wrong}: {sentence[:200]!r}")
        plain = html.unescape(page)
        for name in stands:
            if fields[name].strip() not in plain:
                self.wrong(f"{_bare(path)}: what was typed as {name} does not stand: {fields[name][:60]!r}")
        return got

    def opens(self, who: str, *paths: str) -> None:
        """Each of these addresses opens."""
        for path in paths:
            self.ask(who, path)

    def case_opens(self, case: Any, *who: str) -> None:
        """The page of a case opens to each of them, its ledger too; its documents are handed out as they came."""
        from buyfair.web.casework import store

        case = type(case).objects.get(pk=case.pk)
        self.states.add(f"{case.kind} {case.state}")
        for one in who:
            self.opens(one, case.get_absolute_url(), f"/cases/{case.reference}/ledger.json")
        for document in case.documents.select_related("content"):
            got = self.ask(who[0], f"/cases/{case.reference}/documents/{document.pk}/")
            if got is not None and hashlib.sha256(got.whole).hexdigest() != document.content.sha256:
                self.wrong("a document is handed out other than it lies")
            if got is not None and re.search(r"[\r\n\0]", got.headers["Content-Disposition"]):
                self.wrong("a name breaks out of its header")
            if not store.lies(document.content.sha256):
                self.wrong("a document of a case is not on the disk")

    def move(self, who: str, case: Any, name: str, fields: Mapping[str, str] | None = None,
             files: Sequence[tuple[str, File]] = (), stands: Sequence[str] = ()) -> Any:  # fmt: skip
        """Sends the form of a move; None where it was not made."""
        case = type(case).objects.get(pk=case.pk)
        told = {"version": str(case.version), **(fields or {})}
        got = self.send(who, f"/cases/{case.reference}/moves/{name}/", told, files, stands)
        return got if got is not None and got.status_code == 302 else None

    def program(self, path: str, body: Any) -> Any:
        """What a program sends as JSON: an answer, or a problem with one sentence."""
        content = json.dumps(body).encode()
        got = self.ask("officer", path, content, "application/json", may=(200, 400, 413, 422))
        if got is None or got.status_code == 200:
            self.taken += got is not None
            return got
        self.refused += 1
        told = json.loads(got.whole)
        if not got.headers["Content-Type"].startswith("application/problem+json") or no_sentence(str(told.get("detail"))):
            self.wrong(f"{_bare(path)}: {got.status_code} without a sentence: {str(told)[:200]}")
        return got

    def settled(self, home: Path) -> None:
        """At the end: nothing half kept, the ledger holds."""
        from buyfair.web.casework.models import Content
        from buyfair.web.casework.verify import verify

        lying = {path.name: path for path in (home / "documents").rglob("*") if path.is_file()}
        known = set(Content.objects.values_list("sha256", flat=True))
        for name, path in lying.items():
            if name.startswith("."):
                self.wrong("a document lies there by half")
            elif hashlib.sha256(path.read_bytes()).hexdigest() != name:
                self.wrong("a document is not what its name says")
        if lost := known - set(lying):
            self.wrong(f"{len(lost)} documents of the database are not on the disk")
        if left := set(lying) - known - self.tokens:
            self.wrong(f"{len(left)} documents on the disk that no case has and no form holds")
        if verify().broken:
            self.wrong(f"the ledger does not hold: {verify().broken[:1]}")
        if beside := [path.name for path in Path(tempfile.gettempdir()).iterdir()]:
            self.wrong(f"left behind in the folder of temporary files: {re.sub('[0-9a-z_]{8}$', '', beside[0])}")


def multipart(fields: Mapping[str, str], files: Sequence[tuple[str, File]]) -> bytes:
    """A form as a browser sends it, names as they come but for what ends a header."""
    out = bytearray()
    for name, value in fields.items():
        out += f'--{MARK}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        out += value.encode("utf-8", "surrogatepass") + b"\r\n"
    for name, file in files:
        told = file.name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A").encode("utf-8", "surrogatepass")
        out += f'--{MARK}\r\nContent-Disposition: form-data; name="{name}"; filename="'.encode() + told
        out += b'"\r\nContent-Type: application/octet-stream\r\n\r\n' + file.content + b"\r\n"
    return bytes(out + f"--{MARK}--\r\n".encode())


def held_in(page: str) -> set[str]:
    """The documents that a form holds on to, so that they need not be chosen again."""
    from django.core import signing

    found = set()
    for name, token in re.findall(r'name="(held|\w+_kept)" value="([^"]+)"', page):
        salt = "audits.kept" if name == "held" else "casework.kept"
        found.add(str(signing.loads(html.unescape(token), salt=salt)[0]))
    return found


def sentences(page: str) -> list[str]:
    """What a page says of why something was not done."""
    told = re.findall(r'<span class="usa-error-message"[^>]*>(.*?)</span>', page, re.DOTALL)
    for alert in re.findall(r'id="refused".*?</div>\s*</div>', page, re.DOTALL):
        told += re.findall(r"<(?:p|li)[^>]*>(.*?)</(?:p|li)>", alert, re.DOTALL)
    if not told:
        told = re.findall(r"<h1[^>]*>.*?</h1>\s*<p[^>]*>(.*?)</p>", page, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", "", one)).strip() for one in told]


def no_sentence(said: str) -> str:
    """What is wrong with a sentence; empty where nothing is."""
    if not said or " " not in said:
        return "no sentence"
    if len(said) > LONGEST_SENTENCE:
        return "a sentence without end"
    if any(unicodedata.category(c) in ("Cc", "Cs") and c != "\n" for c in said):
        return "a sentence with signs that steer"
    told = re.search(r"/tmp/|/dev/shm|Traceback|Errno|object at 0x|\w+Error\b|\b[a-z_]+\.[a-z_]+\(", said)
    return f"a sentence that tells of our insides ({told.group()})" if told else ""


def _bare(path: str) -> str:
    return re.sub(r"[A-Z-]+-\d{4}-\d{5}|\d+", "#", path.partition("?")[0])


def _last_of(trace: str) -> str:
    """Where it broke and with what, in one line."""
    places = re.findall(r'File "([^"]+)", line (\d+), in (\w+)', trace)
    ours = [place for place in places if "buyfair" in place[0]] or places
    file, line, within = ours[-1]
    return f"{trace.strip().splitlines()[-1][:160]} ({Path(file).name}:{line} {within})"


def _peak_anew() -> float:
    """Forgets the peak of memory; what is held now. Unit: MiB."""
    Path("/proc/self/clear_refs").write_text("5")
    return _peak()


def _peak() -> float:
    told = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(told.group(1)) / 1024 if told else 0.0

