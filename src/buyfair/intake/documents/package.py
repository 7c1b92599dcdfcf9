"""Opens the package that a Word document is, part by part, and refuses one that would fill the memory."""

from __future__ import annotations

import io
import posixpath
import zipfile

from lxml import etree

from buyfair.intake.documents.kinds import EXPECTED, damaged
from buyfair.intake.text import is_damage
from buyfair.terms.errors import refuse

MAX_PART = 64 * 1024 * 1024
"""One part of text, unpacked; the longest contracts have some ten MB."""
MAX_ALL = 256 * 1024 * 1024
MAX_PARTS = 20_000
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
STRICT = ("http://purl.oclc.org/ooxml/wordprocessingml/main", "http://schemas.openxmlformats.org/wordprocessingml/2006/main")
"""The namespace of documents saved as `Strict Open XML`, and the common one."""


class Package:
    """The parts of one Word document by their names."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self._left = MAX_ALL
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            self._names = {info.filename for info in self._archive.infolist()}
        except Exception as problem:
            raise self._judged(problem) from problem
        if len(self._names) > MAX_PARTS:
            raise refuse(f"{name} packs {len(self._names):,} files", "a Word document", "see whether the right file was given")

    def _judged(self, problem: Exception) -> Exception:
        return damaged(self.name, "a whole DOCX") if is_damage(problem) or isinstance(problem, KeyError) else problem

    def main(self) -> str:
        """The name of the part that holds the text."""
        for kind, target in self.relations(""):
            if kind.endswith("/officeDocument"):
                return target
        raise damaged(self.name, "a DOCX with a main text")

    def relations(self, part: str) -> list[tuple[str, str]]:
        """The parts that a part names, each with the kind of its bond, in the order of the file."""
        folder, _, base = part.rpartition("/")
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return []
        inside = [one for one in root.iter(RELATION) if one.get("TargetMode") != "External"]
        return [(one.get("Type", ""), _path(folder, one.get("Target", ""))) for one in inside]

    def related(self, part: str, kind: str) -> list[str]:
        """The parts of one kind that a part names."""
        return [target for bond, target in self.relations(part) if bond.endswith(f"/{kind}")]

    def xml(self, part: str) -> etree._Element | None:
        """One part as a tree; None where the package has none of that name.

        Raises: InputRefusedError for a part that is damaged, defines entities, or unpacks to more than any document has.
        """
        if part not in self._names:
            return None
        text = self._unpacked(part)
        if text.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = text.decode("utf-16", "replace").encode()
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise refuse(f"{self.name} defines words of its own in its XML", EXPECTED, "open it in Word and save it anew")
        text = text.replace(STRICT[0].encode(), STRICT[1].encode())
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
                                 remove_comments=True, remove_pis=True)  # fmt: skip
        try:
            return etree.fromstring(text, parser)
        except (etree.XMLSyntaxError, ValueError) as problem:
            raise damaged(self.name, "a whole DOCX") from problem

    def _unpacked(self, part: str) -> bytes:
        try:
            with self._archive.open(part) as stream:
                text = stream.read(min(MAX_PART, self._left) + 1)
        except Exception as problem:
            raise self._judged(problem) from problem
        self._left -= len(text)
        if len(text) > MAX_PART or self._left < 0:
            given = f"{self.name} unpacks to more than {MAX_PART // 2**20} MB of text"
            raise refuse(given, EXPECTED, "see whether the right file was given")
        return text


def _path(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
