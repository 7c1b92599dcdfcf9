"""Reads what a contract file says of its own papers: what is there, what is lacking, what is only promised, and when.

A *thing* (a certificate, a plan, a posting) is recognized by words that the caller gives: in the sentence itself, in the label
or heading above it, in the index entry of its tab, or by the name that the file gave it before ("the letter"). What the file
says of one thing without a break is one mention; its parts together tell whether the thing is there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from buyfair.spot.days import WrittenDay, days_in
from buyfair.spot.sentences import MAIL_HEAD, Sentence, paragraphs
from buyfair.spot.stances import LACKING, NAMED, OWED, THERE, Stances, outside, stance_of
from buyfair.spot.tables import tables
from buyfair.spot.things import (
    GOES_ON,
    ON_IT,
    Thing,
    any_in,
    goes_on_about,
    is_described,
    is_named,
    labelled,
    opened_by,
)
from buyfair.terms.document import CELL

AFTER_ALL = re.compile(
    r"\b(?:both|all|it|they|the \w+) (?:then |later |since |has since |have since )?(?:came|arrived|was received|"
    r"were received|was found|were found)\b|\bhas since (?:come|been)\b|\breplaced\b",
    re.I,
)
"""What was lacking is there now."""
PARTS = re.compile(
    r";\s|\s[—–]\s|\s--?\s|,? (?:but|however|whereas|although|though|while|yet)\b,? |"
    r",? and (?=no\b|not\b|none\b|nothing\b|neither\b|there (?:is|was) no)|"
    r", (?=no\b|nor\b|not\b|none\b|nothing\b|nobody\b|no one\b|without\b)|(?<=\S) \| ",
    re.I,
)
TABS = re.compile(r"(?<=\S)\s+(?=(?:Tab|Folder|TAB|FOLDER) \w{1,2}\b)")
"""Where one line of an index holds several tabs."""
MARK = r"(?:[IVX]{1,4}\.\d{1,2}|\(?[a-zA-Z0-9]{1,3}[.)]|[A-Z]\.\d{1,2}|\d{1,2}(?:\.\d{1,2})+\.?|\([ivx]+\)|[-*•·])\s+"
TAB = re.compile(
    r"^\s*(?:tabs?|folders?|part|exhibit|encl(?:osure)?\.?|attachment)\s+(?P<tab>\d{1,2}[A-Za-z]?|"
    r"[A-Z])\b\s*[.:)\-–—|]?\s*",
    re.I,
)
POINTS = re.compile(
    r"\b(?:see|at|in|under|behind|filed (?:at|under|in)|refer to)\s+(?:tab|folder|exhibit|"
    r"enclosure)\s+(?P<tab>\d{1,2}[A-Za-z]?|[A-Z])\b",
    re.I,
)
LABEL = re.compile(rf"^\s*(?:{MARK})?(?P<label>[A-Z0-9(][^.:;|]{{1,60}}?)\s*(?P<end>[.:](?=\s)|\s\|)\s*(?=\S)")
MARKED = re.compile(rf"^\s*{MARK}")
NOTHING_ELSE = re.compile(r"^\W*(?:there is )?nothing (?:else|more)\W*$", re.I)
"""It ends a list and denies nothing."""
LONGEST_ENTRY = 90
"""What stands longer at a tab is more than an entry of an index."""
LONGEST_LABEL = 6
SHORT_LABEL = 4
"""A sentence so short that names a thing opens what is said of it: `The program.`"""
SECTIONED = re.compile(r"^\W*(?:register|table|list|schedule|section|step)\s+\w{1,3}[.:]\s*([^.|]{3,60})", re.I)
CAPITALS = re.compile(r"^\W*(?:\w{1,3}[.)]\s+)?([A-Z][A-Z ,&'-]{5,60})\b(?=\s*[(:])")
WITHOUT_CLAUSES = re.compile(r"\d{2,3}\.\d{3}-\d+.*$")
"""A heading that cites a clause by its title is no label of a paper."""
NO = re.compile(
    r"^\W*$|^(?:no|none|n|nil|-|—|blank|empty|missing|not (?:contained|included|there|flowed(?: down)?|yet|received|"
    r"given|in)|absent|without|lacking|omitted|n/?a)\b",
    re.I,
)
PRONOUN = re.compile(r"^\W*(?:she|he|it|they|(?:in|on) (?:it|them)|this|that)\b", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a sentence about a thing, with its stance."""

    text: str
    stance: str
    days: tuple[WrittenDay, ...]
    partly: bool
    sentence: Sentence


@dataclass(slots=True)
class Mention:
    """All that one passage says of one thing. `bare`: it is only listed, as in an index; `tab`: the tab it stands at."""

    thing: str
    parts: list[Part]
    bare: bool = False
    tab: str = ""
    label: str = ""
    inherited: bool = False
    """The passage stands under the thing's label or heading without naming it."""

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(p.text for p in self.parts)

    @property
    def stance(self) -> str:
        """Lacking where any part says so and no later one says that it came after all, else there where any part does."""
        lacks = [n for n, p in enumerate(self.parts) if p.stance == LACKING]
        if lacks and any(p.stance == THERE and AFTER_ALL.search(p.text) for p in self.parts[lacks[-1] + 1 :]):
            return THERE
        stances = {p.stance for p in self.parts}
        return next((s for s in (LACKING, THERE, OWED) if s in stances), NAMED)

    @property
    def days(self) -> list[WrittenDay]:
        """Every day beside it."""
        return [d for p in self.parts for d in p.days]

    @property
    def partly(self) -> bool:
        """Whether it is there only in part."""
        return any(p.partly for p in self.parts)

    @property
    def sentence(self) -> Sentence:
        """The sentence that decides: the first that says it lacks, else the first."""
        return next((p.sentence for p in self.parts if p.stance == LACKING), self.parts[0].sentence)


@dataclass(slots=True)
class _Reading:
    """Where the reader stands."""

    things: Sequence[Thing]
    stances: Stances
    aliases: dict[str, str] = field(default_factory=dict)
    tabs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    found: list[Mention] = field(default_factory=list)
    section: tuple[str, ...] = ()
    held: list[Mention] = field(default_factory=list)
    title: tuple[str, ...] = ()
    """What the line above a table calls its rows."""
    lead: tuple[WrittenDay, ...] = ()
    """The day with which the paragraph opened."""
    opened: bool = False
    """A thing was opened by its noun alone: what follows in the paragraph is about it unless it names another."""
    asked: tuple[str, ...] = ()
    """What the paragraph before ended by asking about: this one answers."""

    @property
    def held_things(self) -> tuple[str, ...]:
        """What the talk is about, each thing once."""
        return tuple(dict.fromkeys(m.thing for m in self.held))

    def hold(self, made: list[Mention]) -> None:
        """Turns the talk to these."""
        self.held = made
        self.found += made

    def go_on(self, part: Part) -> None:
        """Adds a part to all that the talk is about."""
        for mention in self.held:
            mention.parts.append(part)


@dataclass(slots=True)
class _Block:
    """What one paragraph, item or row is about, and where in it the reader stands."""

    inherited: tuple[str, ...]
    own: tuple[str, ...]
    tab: str
    label: str
    before: str = ""
    after: str = ""


def mentions(said: Sequence[Sentence], things: Sequence[Thing], stances: Stances) -> tuple[Mention, ...]:
    """Everything that the text says of the things, in order."""
    at = _Reading(things, stances)
    columns = _columns(said, things)
    for block in paragraphs(said):
        if block[0].line in columns:
            at.found += columns[block[0].line]
            continue
        if block[0].is_heading:
            at.title = ()
            at.section, at.held = labelled(WITHOUT_CLAUSES.sub("", block[0].text), things), []
            continue
        _read_block(block, at)
    return tuple(m for m in at.found if m.parts)


def _columns(said: Sequence[Sentence], things: Sequence[Thing]) -> dict[int, list[Mention]]:
    """Tables with a column of its own for a thing: each row tells it there or not, by the line of the row."""
    found: dict[int, list[Mention]] = {}
    for table in tables(said):
        for thing in things:
            heads = [n for n, head in enumerate(table.head) if n and any_in(thing.columns, head.lower())]
            for cells, row in table.rows if heads else ():
                if (at := heads[0]) < len(cells):
                    stance = LACKING if NO.search(cells[at]) else THERE
                    part = Part(CELL.join(cells), stance, days_in(cells[at]), False, row)
                    found.setdefault(row.line, []).append(Mention(thing.id, [part], label=table.head[at]))
    return found


def _read_block(block: Sequence[Sentence], at: _Reading) -> None:
    """One paragraph, list item or row: its label, its tab, then part by part."""
    if MAIL_HEAD.match(block[0].text):
        return
    here = _opening(block, at)
    for k, sentence in enumerate(block):
        if k and len(sentence.text.split()) <= SHORT_LABEL:
            again = labelled(sentence.text, at.things)
            if again and again != here.inherited:
                here.inherited, at.held = again, []
        here.after = block[k + 1].text if k + 1 < len(block) and ON_IT.match(block[k + 1].text) else ""
        for n, part in enumerate(_parts(sentence)):
            _read_piece(part, n, sentence, here, at)
        here.before = sentence.text
    if TAB.match(block[0].text) and here.tab not in at.tabs:
        at.tabs[here.tab] = at.held_things or labelled(block[0].text, at.things)
    _follow_pointer(block, at)
    if _asks(block[-1]):
        at.asked = at.held_things


def _opening(block: Sequence[Sentence], at: _Reading) -> _Block:
    """What the label, the tab, the heading or the question before says that a paragraph is about."""
    first, whole = block[0], " ".join(s.text for s in block)
    answered, at.asked = at.asked, ()
    at.held, at.opened, at.lead = [], False, ()
    told = TAB.match(first.text)
    tab = "" if told is None else told["tab"].upper()
    label = "" if first.row else _label(whole)
    own = labelled(label, at.things) if label else ()
    own = own or at.tabs.get(tab, ())
    here = _Block(own or answered or (at.title if first.row and at.title else at.section), own, tab, label)
    if not first.row:
        at.title = labelled(" ".join(whole.split()[:8]), at.things)
    section = CAPITALS.match(first.text) or SECTIONED.match(whole)
    if section is not None and not tab:
        at.section = labelled(section[1], at.things) or at.section
    return here


def _read_piece(part: str, n: int, sentence: Sentence, here: _Block, at: _Reading) -> None:
    """One part of a sentence; where it is an entry of an index, its tab first."""
    told = TAB.match(part) if part[:1].isupper() and (n == 0 or TAB.match(sentence.text)) else None
    if told is None:
        if here.tab and not here.own and at.held:
            here.inherited = at.held_things
        _read_part(part, n, sentence, here, at)
        return
    here.tab, text = told["tab"].upper(), part[told.end() :]
    if not text and CELL.strip() in sentence.text:
        return  # the text of the tab stands in the next cell
    here.own = labelled(text, at.things)
    at.held = []
    if text:
        inherited = here.own or at.tabs.get(here.tab, here.inherited)
        _read_part(text, n, sentence, replace(here, inherited=inherited, label=here.label or text), at)
    at.tabs.setdefault(here.tab, at.held_things or here.own)


def _follow_pointer(block: Sequence[Sentence], at: _Reading) -> None:
    """`Trafficking file: see Tab 9`: what the tab is called is told later; the tab then speaks for itself."""
    for sentence in block:
        for told in POINTS.finditer(sentence.text):
            name = told["tab"].upper()
            if at.held and name not in at.tabs and not re.search(r"\b(?:will|to) be\b", sentence.text):
                at.tabs[name] = at.held_things


def _parts(sentence: Sentence) -> list[str]:
    pieces = TABS.split(sentence.text) if TAB.match(sentence.text) else [sentence.text]
    parts = [p.strip() for piece in pieces for p in PARTS.split(piece) if p and p.strip()]
    return [p for n, p in enumerate(parts) if n == 0 or p != parts[n - 1] or any(c.isalnum() for c in p)]


def _label(whole: str) -> str:
    """The short phrase with which a paragraph opens: `Posting:`, `a) Certificate.`"""
    told = LABEL.match(TAB.sub("", whole))
    if told is None or len(told["label"].split()) > LONGEST_LABEL:
        return ""
    return told["label"]


def _read_part(part: str, n: int, sentence: Sentence, here: _Block, at: _Reading) -> None:
    """Gives a part to the things that it names, opens or goes on about."""
    part = MARKED.sub("", part) or part
    main = outside(part, at.stances)
    named = _named(part, main, sentence, here, at)
    made = _made(part, n, bool(named), sentence, here, at)
    if n == 0 and not named and _is_day(made):
        at.lead = made.days
    named = [t for t in named if not _yields(t, named, part, at)]
    if named:
        at.opened = False
        at.hold([Mention(thing, [made], bool(here.tab) and len(part) < LONGEST_ENTRY, here.tab, here.label) for thing in named])
        _learn(part, named, at)
    elif (opened := opened_by(at.things, main, part)) is not None:
        at.opened = True
        at.hold([Mention(opened, [Part(part, NAMED, days_in(part), False, sentence)], False, here.tab, here.label)])
    elif at.held and (n > 0 or GOES_ON.match(part)):
        at.go_on(made)
    elif here.inherited and (made.stance in (THERE, LACKING) or made.days):
        if not at.held or {m.thing for m in at.held} != set(here.inherited):
            at.hold([Mention(thing, [], False, here.tab, here.label, True) for thing in here.inherited])
        at.go_on(made)


def _named(part: str, main: str, sentence: Sentence, here: _Block, at: _Reading) -> list[str]:
    """The things that a part names by a word, by a noun and its subject, or by its subject alone."""
    loud = [t for t in at.things if not _too_common(t, main, at)]
    named = [t.id for t in loud if is_named(t, main, part, at.aliases)]
    if not named and not at.opened:
        named = [t.id for t in loud if is_described(t, part, sentence, here.after)]
    before = sentence.text[: max(sentence.text.find(part), 0)] or here.before
    return named or [t.id for t in loud if goes_on_about(t, part, before)]


def _made(part: str, n: int, named: bool, sentence: Sentence, here: _Block, at: _Reading) -> Part:
    """The part with its stance and days; a question, or the end of a list, tells nothing."""
    bare = bool(here.tab) or sentence.row or bool(here.label) and n == 0
    stance, partly = stance_of(part, at.stances, bare or bool(here.inherited))
    if NOTHING_ELSE.match(sentence.text) or _asks(sentence):
        stance = NAMED
    return Part(part, stance, days_in(part) or (_days_beside(part, at, here.before) if named else ()), partly, sentence)


def _asks(sentence: Sentence) -> bool:
    return sentence.text.rstrip(" \"'”").endswith("?")


def _is_day(part: Part) -> bool:
    """Whether a line opens with its day and says nothing else."""
    return len(part.days) == 1 and len(part.text) - (part.days[0].end - part.days[0].at) <= 3


def _yields(thing: str, named: Sequence[str], part: str, at: _Reading) -> bool:
    """What is posted or certified is the plan; then the part speaks of the posting, unless it names both side by side."""
    own = next(t for t in at.things if t.id == thing)
    return any(other in own.yields_to for other in named) and not any_in(own.beside, part.lower())


def _days_beside(part: str, at: _Reading, before: str) -> tuple[WrittenDay, ...]:
    """The day with which the paragraph opened, or, where the part goes on about the sentence before it, the day told there."""
    return at.lead or (days_in(before)[:1] if PRONOUN.match(part) else ())


def _learn(part: str, named: Sequence[str], at: _Reading) -> None:
    """The nouns by which the file calls a thing from here on."""
    low = part.lower()
    for thing in at.things:
        if thing.id in named:
            for noun in thing.aliases:
                if re.search(rf"\b{noun}\b", low):
                    at.aliases.setdefault(noun, thing.id)


def _too_common(thing: Thing, main: str, at: _Reading) -> bool:
    """Whether a thing is called here by a word that, while another is spoken of, means that other one."""
    return any(m.thing in thing.weak_to for m in at.held) and any_in(thing.weak, main.lower())
