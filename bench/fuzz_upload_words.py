"""Sound texts of contracts, plans and certificates for fuzz_uploads.py, and what may be odd about the words of one."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files


@cache
def texts() -> tuple[str, ...]:
    """Sound texts: the bundled samples of a contract and of a plan, a contract that lacks a clause, and a certificate."""
    from buyfair.web.audits import demo

    samples = [(files("buyfair.samples") / name).read_text("utf-8") for name in ("contract_sample.txt", "plan_sample.txt")]
    signed = "CERTIFICATION (fictional). We have implemented a compliance plan, 52.222-50(h)(5).\nSigned, R. Heron.\n"
    return *samples, demo.made_up(demo.GUARDS, demo.GUARDS_NUMBER), signed


def one_of(rng: random.Random, things: Mapping[str, object]) -> str:
    """One of them by its name; those that take long come seldom."""
    name = rng.choice(list(things))
    return rng.choice(list(things)) if name in LONG and rng.random() < 0.9 else name


LONG = {"a bomb of blanks", "a bomb of paragraphs", "a bomb of words", "a bomb of drawing", "a bomb within a bomb",
        "quarter of a gigabyte of zeros", "one page, 20,000 times", "a huge paragraph", "a huge word", "many ruled lines",
        "huge runs of one sign", "an attribute without end", "letters upon letters",
        "a table of many cells", "numbers of paragraphs", "nested without an end", "a large text"}  # fmt: skip
"""What takes a second or more to read."""


# texts whose words are odd

STEERING = "\u202e\u2066\u2069\u200f\u200b\ufeff\u00ad\u061c"


def _strewn(rng: random.Random, text: str, what: str, times: int) -> str:
    for _ in range(times):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + what + text[at:]
    return text


ODD_WORDS: dict[str, Callable[[random.Random, str], str]] = {
    "as it is": lambda rng, t: t,
    "no line end": lambda rng, t: t.replace("\n", " "),
    "a huge paragraph": lambda rng, t: (t.replace("\n", " ") * 200)[: rng.choice([60_000, 99_000, 600_000])],
    "a huge word": lambda rng, t: t + "x" * rng.choice([50_000, 99_000, 3_000_000]),
    "huge runs of one sign": lambda rng, t: t + rng.choice(" .-_(\t\u00a0\n\f1") * rng.choice([30_000, 90_000, 1_000_000]),
    "one clause, again and again": lambda rng, t: t + "52.222-50 Combating Trafficking in Persons (NOV 2021)\n" * 1500,
    "clauses in one line": lambda rng, t: t + " ".join(f"52.2{n:02}-{n} (JAN 20{n:02})" for n in range(100)) * 8,
    "brackets that open only": lambda rng, t: t + "(a) " + "(" * 20_000 + "[" * 9_000,
    "numbers of paragraphs": lambda rng, t: t + "\n".join(f"{'1.' * (n % 60)}{n} Each of it." for n in range(2500)),
    "NULs": lambda rng, t: _strewn(rng, t, "\0", rng.choice([1, 50])),
    "signs that steer": lambda rng, t: _strewn(rng, t, rng.choice("\x01\x07\x0b\x1b\x7f\x85\x9b"), rng.choice([1, 40])),
    "marks of direction": lambda rng, t: _strewn(rng, t, rng.choice(STEERING), rng.choice([1, 300])),
    "all from right to left": lambda rng, t: "\u202e" + t[::-1],
    "marks upon marks": lambda rng, t: _strewn(rng, t, "\u0301" * 4000, 3),
    "signs beyond the first plane": lambda rng, t: _strewn(rng, t, "\U0001f980\U000e0041\U0010ffff\ufffe", 60),
    "half a pair": lambda rng, t: _strewn(rng, t, "\ud800", 2),
    "digits of other scripts": lambda rng, t: t.translate({48 + n: 0x660 + n for n in range(10)}),
    "wide letters": lambda rng, t: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in t),
    "decomposed": lambda rng, t: unicodedata.normalize("NFD", t.replace("e", "\u00e9")),
    "line ends of every kind": lambda rng, t: "".join(c if c != "\n" else rng.choice(["\r\n", "\r", "\u2028", "\x0c", "\n\r"])
                                                      for c in t),
    "days that are none": lambda rng, t: t.replace("2025", rng.choice(["0000", "9999", "-1", "99999"])),
    "numbers beyond counting": lambda rng, t: t.replace("1", "9" * 400, 3) + "\nContract value: $" + "9" * 5000 + "\n",
    "lines mixed": lambda rng, t: "\n".join(rng.sample(t.split("\n"), len(t.split("\n")))),
    "markup within": lambda rng, t: _strewn(rng, t, "<script>alert(1)</script>{{ 7*7 }}{% now %}&amp;\"'", 4),
    "formulas": lambda rng, t: t.replace("Contract", "=HYPERLINK(1)", 2),
    "nothing but blanks": lambda rng, t: " \n\t\f" * rng.choice([1, 5000]),
    "one letter": lambda rng, t: "x",
    "words cut": lambda rng, t: t[: rng.randrange(1, len(t))],
}  # fmt: skip
CODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp037", "latin-1", "utf-7", "shift_jis", "gb18030")


def _coded(rng: random.Random, text: str) -> tuple[bytes, str]:
    coding = rng.choice(("utf-8",) * 12 + CODINGS)
    how = "surrogatepass" if coding.startswith("utf-") and coding != "utf-7" else "replace"
    return text.encode(coding, how), coding


def worded(rng: random.Random) -> tuple[str, str]:
    name = one_of(rng, ODD_WORDS)
    return ODD_WORDS[name](rng, rng.choice(texts())), name


def plain(rng: random.Random) -> tuple[str, bytes, str]:
    """A text file."""
    text, what = worded(rng)
    content, coding = _coded(rng, text)
    return "text.txt", content, f"text: {what}, {coding}"
