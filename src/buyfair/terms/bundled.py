"""Reads the facts that ship inside the package: small tables and cards, each beside its source."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any


def rows(package: str, name: str) -> list[dict[str, str]]:
    """Every row of a bundled CSV (or CSV.gz) table, header names as keys, blanks trimmed."""
    raw = (files(package) / name).read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8")
    header, *told = filter(None, csv.reader(io.StringIO(text, newline="")))
    return [dict(zip(header, map(str.strip, row), strict=True)) for row in told]


def text(package: str, name: str) -> str:
    """One bundled text file."""
    return (files(package) / name).read_text("utf-8")


def card(package: str, name: str) -> dict[str, Any]:
    """One bundled TOML file."""
    return tomllib.loads((files(package) / name).read_text("utf-8"))


def names(package: str, suffix: str) -> list[str]:
    """The files of a bundled folder with this suffix, sorted: the folder is the register."""
    return sorted(entry.name for entry in files(package).iterdir() if entry.name.endswith(suffix))


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        path = f"{prefix}/{entry.name}"
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _walk(entry, path)
        elif not entry.name.endswith((".pyc", ".pyo")):
            yield path, entry.read_bytes()


def fingerprint(package: str) -> str:
    """A short hash over every bundled file of a package: two equal fingerprints hold equal facts."""
    digest = hashlib.sha256()
    for path, content in _walk(files(package), ""):
        digest.update(path.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()[:12]
