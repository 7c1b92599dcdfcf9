"""Counts the numbers that Word draws before paragraphs of a list, which stand nowhere in their text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
         (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(slots=True)
class Level:
    """How one level of a list counts and looks."""

    start: int = 1
    form: str = "decimal"
    looks: str = ""


@dataclass(slots=True)
class Numbering:
    """The lists of a document, the levels of each, and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    """The kind of list that a list is of."""
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    """The list and level that a style of paragraphs brings along."""
    counted: dict[str, dict[int, int]] = field(default_factory=dict)

    def before(self, paragraph: etree._Element) -> str:
        """What Word draws before a paragraph, such as `(a)` or `3.1`; nothing where it is in no list."""
        at = self._place(paragraph)
        if at is None:
            return ""
        number, depth = at
        kind = self.lists.get(number, "")
        levels = self.levels.get(number) or self.levels.get(f"kind {kind}", {})
        level = levels.get(depth)
        if level is None:
            return ""
        if level.form == "bullet":
            return "•"
        if level.form == "none":
            return ""
        counts = self.counted.setdefault(number if number in self.levels else f"kind {kind}", {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [n for n in counts if n > depth]:
            del counts[deeper]
        return re.sub(r"%(\d)", lambda m: self._number(levels, counts, int(m[1]) - 1), level.looks)

    def _place(self, paragraph: etree._Element) -> tuple[str, int] | None:
        numbered = paragraph.find(f"{W}pPr/{W}numPr")
        style = _value(paragraph.find(f"{W}pPr/{W}pStyle"))
        if numbered is None:
            return self.styles.get(style)
        number, depth = _value(numbered.find(f"{W}numId")), _value(numbered.find(f"{W}ilvl"))
        if number == "0":
            return None
        if not number:
            number = self.styles.get(style, ("", 0))[0]
        return (number, _whole(depth, 0)) if number else None

    @staticmethod
    def _number(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
        level = levels.get(depth, Level())
        return written(counts.setdefault(depth, level.start), level.form)


def numbering_of(root: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """The lists that a document defines."""
    found = Numbering()
    for kind in root.iter(f"{W}abstractNum") if root is not None else ():
        found.levels[f"kind {kind.get(f'{W}abstractNumId')}"] = _levels(kind)
    for one in root.iter(f"{W}num") if root is not None else ():
        number = one.get(f"{W}numId", "")
        found.lists[number] = kind = _value(one.find(f"{W}abstractNumId"))
        changed = {_whole(o.get(f"{W}ilvl"), 0): o for o in one.iter(f"{W}lvlOverride")}
        if changed:
            levels = dict(found.levels.get(f"kind {kind}", {}))
            for depth, override in changed.items():
                old = _levels(override).get(depth, levels.get(depth, Level()))
                start = _whole(_value(override.find(f"{W}startOverride")), old.start)
                levels[depth] = Level(start, old.form, old.looks)
            found.levels[number] = levels
    for style in styles.iter(f"{W}style") if styles is not None else ():
        number = _value(style.find(f"{W}pPr/{W}numPr/{W}numId"))
        if number and number != "0":
            depth = _whole(_value(style.find(f"{W}pPr/{W}numPr/{W}ilvl")), 0)
            found.styles[style.get(f"{W}styleId", "")] = (number, depth)
    return found


def _levels(kind: etree._Element) -> dict[int, Level]:
    return {_whole(level.get(f"{W}ilvl"), 0): _level(level) for level in kind.iter(f"{W}lvl")}


def _level(level: etree._Element) -> Level:
    start, form, looks = (_value(level.find(f"{W}{tag}")) for tag in ("start", "numFmt", "lvlText"))
    return Level(_whole(start, 1), form or "decimal", looks)


def written(count: int, form: str) -> str:
    """A count as a list writes it: 3, c, C, iii, III, 03."""
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 % 10 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        said = ""
        for value, letters in ROMAN:
            said += letters * (count // value)
            count %= value
        return said.upper() if form == "upperRoman" else said
    return f"{count:02}" if form == "decimalZero" else str(count)


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{W}val") or ""


def _whole(text: str | None, default: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"\d{1,9}", text) else default
