"""Opens what a person names: a ready reform or a file, and an assessed folder; tries one on the other; replays a manifest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from buyfair import __version__, catalogue
from buyfair.assessed import other_version, quoted, stands, whole_tables
from buyfair.columns.engines import OpenEngine, embedded
from buyfair.intake.facts_file import REFORM, parse_facts, read_whole
from buyfair.judge.coding import StrangeValueError
from buyfair.knowledge.reforms import text_of
from buyfair.knowledge.reforms.entries import one_line
from buyfair.knowledge.reforms.reading import read_reform
from buyfair.reform.answer import Document, Given, answer
from buyfair.reform.judged import judged_awards
from buyfair.reform.law import reformed
from buyfair.reform.parts import moved
from buyfair.reform.portfolio import Portfolio, portfolio
from buyfair.terms.errors import refuse

ENDING = ".toml"
MOVED = ("award_id", "piid", "supplier", "agency", "sector", "good", "state", "district", "dollars", "before", "after", "why")
"""The columns of a table of awards that move."""


def ready() -> tuple[str, ...]:
    """The names of the ready reforms, sorted."""
    return tuple(reform.name for reform in catalogue.reforms())


def given(asked: str) -> Given:
    """A reform by the name of a ready one, or by its file.

    Raises: InputRefusedError naming the nearest where there is none, and for a file that is no reform.
    """
    path = Path(asked)
    name = path.name.removesuffix(ENDING)
    if not stands(path):
        if asked.removesuffix(ENDING) in ready():
            return given_text(name, text_of(name))
        near = get_close_matches(asked, ready(), n=3, cutoff=0.4) or ready()
        raise refuse(f"{quoted(asked)} is no ready reform and no file", "one of those, see buyfair reform --list",
                     f"the nearest are {', '.join(near)}")  # fmt: skip
    content = read_whole(path, REFORM)
    parse_facts(content, path.name, REFORM)
    return given_text(name, content.decode("utf-8-sig"))


def given_text(name: str, text: str) -> Given:
    """A reform from the text of its file. Raises: InputRefusedError where it is none."""
    told = parse_facts(text.encode(), f"{name}{ENDING}", REFORM)
    return Given(read_reform(name, told, catalogue.reform_names()), text)


@contextmanager
def opened(folder: Path, *reforms: Given, engine: OpenEngine = embedded) -> Iterator[Portfolio]:
    """An assessed folder, for these reforms; with none, for as many as will be asked.

    Raises: InputRefusedError for a folder that buyfair assess did not write.
    """
    with TemporaryDirectory(prefix="buyfair-") as work:
        held = engine(Path(work))
        try:
            with whole_tables(folder):
                yield portfolio(held, folder, not reforms or any(d.listed for r in reforms for d in r.reform.duties))
        except StrangeValueError as strange:
            raise other_version(folder, str(strange)) from None
        finally:
            held.close()


def tried(reform: Given, folder: Path, against: Given | None = None, engine: OpenEngine = embedded) -> Document:
    """What a reform would change on an assessed folder."""
    with opened(folder, *(r for r in (reform, against) if r is not None), engine=engine) as of:
        return answer(of, reform, against)


def all_moved(reform: Given, folder: Path, engine: OpenEngine = embedded) -> list[Document]:
    """Every award of an assessed folder whose answer the reform changes, the one with most dollars first."""
    with opened(folder, reform, engine=engine) as of:
        return moved(judged_awards(of, reformed(reform.reform)))


# Replay


def replayed(told: Path, folder: Path, engine: OpenEngine = embedded) -> Document:
    """The answer of a manifest, or of an answer that holds one, once more.

    Raises: InputRefusedError where code, knowledge or a file of the folder is not the one of the manifest.
    """
    held = _manifest(told)
    _same("the version of the program", held["code"], __version__)
    _same("the version of the knowledge", held["knowledge"], catalogue.fingerprint())
    reform, against = _once_given(held["reform"]), None if held["against"] is None else _once_given(held["against"])
    with opened(folder) as of:
        then, now = ({file["name"]: file["sha256"] for file in files} for files in (held["portfolio"], of.files))
        for name in sorted(then | now):
            _same(name, then.get(name, NOTHING), now.get(name, NOTHING))
        return answer(of, reform, against)


NOTHING = "nothing"
MANIFEST, TO_REPLAY = "an answer, or its manifest, in JSON", "name a file that buyfair reform --json wrote"


def _once_given(told: Mapping[str, str]) -> Given:
    """A reform as the manifest holds it. Raises: InputRefusedError where its text was changed since."""
    found = given_text(told["name"], told["text"])
    _same(f"the text of {quoted(told['name'])}", told["sha256"], found.told()["sha256"])
    return found


def _manifest(path: Path) -> Mapping[str, Any]:
    if not stands(path):
        raise refuse(f"{quoted(path)} cannot be found", MANIFEST, TO_REPLAY)
    try:
        told = json.loads(read_whole(path, REFORM))
        held: Mapping[str, Any] = told.get("manifest", told)
        texts = [held["reform"]] + ([held["against"]] if held["against"] is not None else [])
        words = [held["code"], held["knowledge"], *(t[key] for t in texts for key in ("name", "text", "sha256"))]
        words += [file[key] for file in held["portfolio"] for key in ("name", "sha256")]
        _ = [word.encode() for word in words]  # all of them are texts
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        given_ = f"{quoted(path.name)} holds no manifest of a reform"
        raise refuse(given_, MANIFEST, TO_REPLAY) from None
    return held


def _same(what: str, then: str, now: str) -> None:
    if then != now:
        changed = one_line(f"{what} was {then[:16]} then and is {now[:16]} now")
        raise refuse(changed, "the same, so that the same bytes come out",
                     "replay with what the manifest names, or try the reform anew")  # fmt: skip
