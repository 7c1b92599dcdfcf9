"""How often the review of compliance plans agrees with labels: gaps found and false, answers per cell, verdicts.

    make bench NAME=plans

The labels (cases/plans_read/answers.toml) were written from the law by somebody who saw no program that reads plans. Half
of them, every second name in alphabetical order from the first, is for development; the other half was set aside: its texts
were not read while words were first mended. A second author's plans (cases/plans_second) are a row of their own, where they
are there. Prints the table that docs/method/plans.md holds.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from buyfair.compliance_plan import as_document, review
from buyfair.intake.documents import read_document

CASES = Path(__file__).parent.parent / "cases"
TEXTS, SECOND = CASES / "plans_read", CASES / "plans_second"
HALVES = ("development", "held out")
SECOND_AUTHOR = "second author"
CELLS = ("present", "specific", "dated", "fits_facts")


def told(folder: Path) -> dict[str, Mapping[str, Any]]:
    """The labels by the name of the text."""
    return tomllib.loads((folder / "answers.toml").read_text("utf-8"))


def half(names: Sequence[str], name: str) -> str:
    """Development or held out, told by the place of the name in the alphabet."""
    return HALVES[sorted(names).index(name) % 2]


def meant(gap: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """Whether a gap found is the one labelled."""
    return found["what"] in (gap["what"], *gap.get("also", ())) and (gap.get("any_part", False) or found["part"] == gap["part"])


def compared(label: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each thing compared and how it came out: a gap found, missed or false; a cell, a verdict, a step right or wrong."""
    for gap in label.get("gaps", ()):
        hit = any(meant(gap, f) for f in found["gaps"])
        yield ("gap found" if hit else "gap missed"), f"{gap['part']}: {gap['what']}: {gap.get('quote')}"
    allowed = [*label.get("gaps", ()), *label.get("may", ())]
    for f in found["gaps"]:
        if not any(meant(gap, f) for gap in allowed):
            yield "gap false", f"{f['part']}: {f['what']}: {f['quote']} [{f['fix']}]"
    for part in found["parts"]:
        for cell in CELLS:
            right = label.get("parts", {}).get(part["part"], {}).get(cell)
            if right is not None:
                how = "cell right" if part[cell] == right else "cell wrong"
                yield how, f"{part['part']}.{cell}: {part[cell]}, not {right}"
    passes = found["adequate"] != "no"
    yield ("verdict right" if passes == label["pass"] else "verdict wrong"), f"{found['adequate']}"
    for frame in ("oecd", "comply_chain"):
        for step in label.get(frame, ()):
            yield from _step(frame, step, found)


def _step(frame: str, step: str, found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    said = {s["step"]: s["addressed"] for s in found[frame]}
    if step in said:
        yield ("step found" if said[step] == "yes" else "step missed"), f"{frame}: {step}"


def sets() -> dict[str, list[Path]]:
    """The texts of each row of the table: the two halves of the first set, and the second set where it is there."""
    first = sorted(told(TEXTS))
    found = {name: [TEXTS / n for n in first if half(first, n) == name] for name in HALVES}
    if (SECOND / "answers.toml").is_file():
        found[SECOND_AUTHOR] = [SECOND / n for n in sorted(told(SECOND))]
    return found


def main() -> None:
    """Prints the table; what went wrong, the held-out half aside, with `--wrong`."""
    print("| half | plans | gaps labelled | found | false | precision | recall | cells right | verdicts right | steps found |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    wrong = []
    for name, texts in sets().items():
        counts: Counter[str] = Counter()
        for text in texts:
            plan = as_document(review(read_document(text.with_suffix(".txt"))))
            for what, about in compared(told(text.parent)[text.name], plan):
                counts[what] += 1
                if what.endswith(("missed", "false", "wrong")) and name != HALVES[1]:
                    wrong.append(f"{text.name}: {what}: {about}")
        print(_row(name, len(texts), counts))
    if "--wrong" in sys.argv:
        print("\n".join(wrong))


def _row(name: str, plans: int, c: Counter[str]) -> str:
    found, missed, false = c["gap found"], c["gap missed"], c["gap false"]
    precision = f"{found / (found + false):.2f}" if found + false else "-"
    recall = f"{found / (found + missed):.2f}" if found + missed else "-"
    pairs = [f"{c[f'{k} {a}']} of {c[f'{k} {a}'] + c[f'{k} {b}']}" for k, a, b in (
        ("cell", "right", "wrong"), ("verdict", "right", "wrong"), ("step", "found", "missed"))]  # fmt: skip
    return f"| {name} | {plans} | {found + missed} | {found} | {false} | {precision} | {recall} | {' | '.join(pairs)} |"


if __name__ == "__main__":
    main()
