"""Tells by its words which paper or event a passage of a contract file speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from buyfair.spot.sentences import Sentence

GOES_ON = re.compile(
    r"^\s*(?:and |but |yet |however,? |although |though |while |still,? |so )?(?:in it\b|in them\b|it|its|they|their|"
    r"this|that|these|those|both|all|each|neither|none|nothing|he|she|"
    r"the (?:same|document|paper|signature|space|lines?|date|original|pages?|sheet|photo(?:graph)?s?|boxes|one)|"
    r"every|one|two|three|dated|signed|unsigned|undated|"
    r"(?:we|i|nobody|no one|the (?:firm|contractor|officer)) (?:never|did not|do not|have not|has not|had not|asked|"
    r"ever)|(?:pressed|asked|when asked|on being asked) (?:for|about|it|what|the)|answer|reply|yes|correct|"
    r"the plan\b|the new|the (?:letter|firm at|firm on|firm named|standard terms|terms)|m(?:r|s|rs)\. |"
    r"(?:in|on|at) (?:the line|its foot|it)|signs?|there|the clause|clause|article \w+|is|are|was|were|has|have|had|"
    r"not|no|nor|left|only|so|copy|copies|typed|an?|received|renewed|latest|last|next|second|third|another|to follow|"
    r"blank|empty)\b",
    re.I,
)
ON_IT = re.compile(r"^\W*(?:in it|on it|it|there|inside|they|this|that)\b", re.I)


@dataclass(frozen=True, slots=True)
class Thing:
    """A paper or an event to look for.

    `strong` words suffice alone, `heads` need one of `topics` beside them; `labels` are what a heading, a label or a tab calls
    it; `aliases` are common nouns by which a file may go on to call it.
    """

    id: str
    name: str
    strong: tuple[re.Pattern[str], ...] = ()
    heads: tuple[re.Pattern[str], ...] = ()
    topics: tuple[re.Pattern[str], ...] = ()
    unless: tuple[re.Pattern[str], ...] = ()
    labels: tuple[re.Pattern[str], ...] = ()
    aliases: tuple[str, ...] = ()
    inside: bool = False
    """What somebody says, writes or certifies counts too: an event is told in such words."""
    opens: tuple[re.Pattern[str], ...] = ()
    """Nouns that alone turn the talk to it, though they say nothing yet."""
    weak: tuple[re.Pattern[str], ...] = ()
    weak_to: tuple[str, ...] = ()
    """Words too common to turn the talk away from these things while it is about them."""
    yields_to: tuple[str, ...] = ()
    beside: tuple[re.Pattern[str], ...] = ()
    """Where one of `yields_to` is named in the same part, it is about that one, unless these words set them side by side."""
    columns: tuple[re.Pattern[str], ...] = ()
    """Heads of a column of a table that tells, row by row, whether it is there."""


def any_in(shapes: Iterable[re.Pattern[str]], low: str) -> bool:
    """Whether any of these patterns stands in words of small letters."""
    return any(shape.search(low) for shape in shapes)


def labelled(text: str, things: Sequence[Thing]) -> tuple[str, ...]:
    """The things that a heading, a label or a tab of these words is about."""
    low = text.lower()
    return tuple(t.id for t in things if any_in(t.labels, low) and not any_in(t.unless, low))


def is_named(thing: Thing, main: str, part: str, aliases: Mapping[str, str]) -> bool:
    """Whether it is named by a word of its own, or by the noun that the file gave it."""
    low = main.lower()
    if any_in(thing.unless, part.lower()):
        return False
    if any_in(thing.strong, part.lower() if thing.inside else low):
        return True
    nouns = [noun for noun, owner in aliases.items() if owner == thing.id]
    return any(re.search(rf"\b(?:the|this|that|its|his|her|their)\b (?:\w+[.’']?s? ){{0,2}}{noun}\b", low) for noun in nouns)


def is_described(thing: Thing, part: str, sentence: Sentence, after: str) -> bool:
    """Whether it is told by a common noun and its subject: both in the sentence, or the subject in the sentence after it."""
    if any_in(thing.unless, part.lower()):
        return False
    around = f"{sentence.heading} {sentence.text} {after}".lower()
    return any_in(thing.heads, part.lower()) and any_in(thing.topics, around)


def goes_on_about(thing: Thing, part: str, before: str) -> bool:
    """Whether it is told by its subject alone, where the sentence goes on about the noun of the sentence before it."""
    if GOES_ON.match(part) is None or any_in(thing.unless, part.lower()):
        return False
    return any_in(thing.heads, before.lower()) and any_in(thing.topics, part.lower())


def opened_by(things: Sequence[Thing], main: str, part: str) -> str | None:
    """The thing whose common noun alone opens what is said next, such as one subcontract after another."""
    for thing in things:
        if any_in(thing.opens, main.lower()) and not any_in(thing.unless, part.lower()):
            return thing.id
    return None
