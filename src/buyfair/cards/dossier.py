"""One award for a reader with ninety seconds: the answer, the reasons, what to ask; then all that they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from buyfair.cards import titles, words
from buyfair.cards.screened import asked_lists

if TYPE_CHECKING:
    from jinja2 import Template

Document = Mapping[str, Any]

ANSWERS = {"yes": "yes", "no": "no", "unknown": "cannot be told", None: "does not apply"}
DEPTHS = {"good": "", "main_material": "main material of", "trace": "in traces in"}
THEN = {True: "yes", False: "no", None: "not known"}
TRACES = "Inputs in traces: shown, but counted in no class, no bound and no point."
NOTHING_MET = "Nothing of this award met a listing."
KNOWLEDGE_DIFFERS = (
    "The folder was assessed with other knowledge than the one that words this page; to have both the same, assess again."
)
TAKEN_BACK = "Taken back"
ABROAD = "Labor-intensive service abroad, at which no list of goods looks"

_HARMS = ("child_labor", "forced_labor", "forced_child_labor")
_ASKED, _LINES, _GOODS, _PLACES = 3, 8, 6, 5
"""How many questions, lines, listed goods of a kind and countries the terminal names; the page and --json hold all."""
_PAGE_LINES = 300
_BOLD, _DIM, _RED, _PLAIN = "\033[1m", "\033[2m", "\033[1;31m", "\033[0m"


# What both papers say


@dataclass(frozen=True, slots=True)
class Named:
    """A listed good: what it is to the award, for which harms it is listed where, by which lists, and whether it was then."""

    label: str
    harms: tuple[tuple[str, tuple[str, ...]], ...]
    lists: str
    then: str
    lines: int


@dataclass(frozen=True, slots=True)
class Met:
    """The listed goods that one kind of evidence ties to the award."""

    says: str
    level: str
    depth: str
    goods: tuple[Named, ...]


def met(document: Document) -> tuple[Met, ...]:
    """The exposures of an award by evidence, the surest first, one row per listed good."""
    kinds: dict[tuple[str, str, str], dict[tuple[str, str | None], list[Document]]] = {}
    for x in document["exposures"]:
        kinds.setdefault((x["level"], x["evidence"], x["depth"]), {}).setdefault((x["good"], x["input_good"]), []).append(x)
    order = sorted(kinds, key=lambda k: (k[0] != "matched", list(DEPTHS).index(k[2]), k[1] == "input_listed", k[1]))
    return tuple(
        Met(
            TRACES if key[2] == "trace" else next(iter(kinds[key].values()))[0]["sentence"], key[0], key[2],
            tuple(sorted((_named(rows) for rows in kinds[key].values()), key=lambda n: (-n.lines, -len(n.harms), n.label))),
        )
        for key in order
    )  # fmt: skip


def _named(rows: Sequence[Document]) -> Named:
    places: dict[str, dict[str, None]] = {}
    for x in rows:
        also = "also " if x["evidence"] == "input_listed" else ""
        here = [f"{x['name']} ({also}the recorded origin)"] if x["country"] is not None else x["listed_names"]
        places.setdefault(x["harm"], {}).update(dict.fromkeys(map(words.clean, here)))
    harms: dict[tuple[str, ...], list[str]] = {}
    for harm in sorted(places, key=_HARMS.index):
        harms.setdefault(tuple(sorted(places[harm])), []).append(harm)
    then = list(dict.fromkeys(THEN[x["listed_then"]] for x in rows))
    lists = dict.fromkeys(f"{words.clean(x['title'] or x['list'])} ({words.clean(x['edition'])})" for x in rows)
    return Named(
        listed_name(rows[0]), tuple((words.sentence_case(words.harms_label(held)), named) for named, held in harms.items()),
        "; ".join(lists), _mixed(then), max(x["lines"] for x in rows),
    )  # fmt: skip


def _mixed(answers: Sequence[str]) -> str:
    """Answers that differ between harms and lines."""
    return answers[0] if len(answers) == 1 else ", ".join(f"partly {answer}" for answer in answers)


def listed_name(x: Document) -> str:
    """A listed good, and what it is to the good that was bought."""
    if x["input_good"] is None:
        return words.good_label(x["good"])
    tie = DEPTHS[x["depth"]] if x["evidence"] == "input_listed" else "a kind of"
    return f"{words.good_label(x['input_good'])}, {tie or 'part of'} {words.clean(x['good'])}"


def number(award: Document) -> str:
    """What the award goes by: its PIID, else its id."""
    return words.clean(award["piid"] or award["award_id"])


def thing(award: Document) -> str:
    """What was bought, and from where: as in the list of the first."""
    named = {row["country"]: row["name"] for row in (award, award["met"]) if row["country"] is not None}
    return titles.title(award, named)


def good(line: Document) -> str:
    """The good of a line, no surer than it is; nothing where it has none."""
    if line["good"] is None:
        return ""
    depth = "main_material" if line["made_of"] else "good"
    return words.sentence_case(titles.good({"good": line["good"], "strength": line["strength"], "depth": depth}))


def coded(row: Document) -> str:
    """A product code with its title, as the manual writes it."""
    return words.clean(f"{row['psc']} {row['psc_title'] or '(not in the manual)'}") if row["psc"] is not None else ""


def place(line: Document) -> str:
    """Where a line was made, or, for work, where it is done."""
    if line["item"] in ("service", "construction", "research"):
        return f"Place of work {words.clean(line['performance_name'] or 'not recorded')}"
    return f"Origin {words.clean(line['origin_name'] or 'not recorded')}"


def exposure(award: Document) -> str:
    """The class of the award, in words; of manual work abroad it tells only of the goods that come with it."""
    label = TAKEN_BACK if award["exposure"] == "taken_back" else words.class_label(award["exposure"])
    return f"{ABROAD}; of goods in it: {label.lower()}" if award["place"] == "performance" else label


def named_for(document: Document) -> str:
    """For which harms the lists name what the award matched; nothing where it matched none."""
    harms = {x["harm"] for x in document["exposures"] if x["level"] == "matched"}
    return f" Named there for {words.harms_label(sorted(harms, key=_HARMS.index))}." if harms else ""


def order(document: Document) -> str:
    """Where it stands and how sure that is."""
    o = document["order"]
    spoke = f"{o['spoke']:,} of {o['asked']:,} indicators that apply spoke."
    if o["rank"] is None:
        return f"It has no rank. {spoke}"
    band = words.band(o)
    moved = f", {band}" if band else ""
    points = words.sentence_case(words.points(o))
    return f"{words.ordinal(o['rank'])} of {o['of']:,} awards to look at{moved}. {points}; {spoke}"


def buyer(award: Document) -> str:
    """Who bought it."""
    told = [words.calm(award[key]) for key in ("agency", "office") if award[key] is not None]
    return ", ".join(told) or "Agency not recorded"


def under(award: Document) -> str:
    """The vehicle that it stands under, and when it moved."""
    of = words.agency(award["parent_agency_name"], award["parent_agency"])
    parent = ""
    if award["parent_piid"] is not None:
        parent = f"Under {words.clean(award['parent_piid'])}{f' of {of}' if of else ''}. "
    span = dict.fromkeys(words.long_day(award[key]) for key in ("first_action", "last_action"))
    actions = "One action" if award["lines"] == 1 else f"{award['lines']:,} actions"
    return f"{parent}{actions}, {' to '.join(span)}. Award id {words.clean(award['award_id'])}."


def adds_up(document: Document) -> str:
    """How the lines stand against the award."""
    r = document["reconciled"]
    same = "the award's dollars, to the cent"
    if r["dollars"] != r["award"]:
        same = f"not the award's {words.exact_dollars(r['award'])}"
    lines = "1 line comes" if r["lines"] == 1 else f"{r['lines']:,} lines come"
    return f"{lines} to {words.exact_dollars(r['dollars'])}: {same}."


def decision(document: Document) -> str:
    """The decision ahead, or that none is known."""
    told = document["decision"]
    if document["over"] is not None:
        return words.clean(document["over"]["sentence"])
    if told is not None:
        title, means = words.DECISIONS[told["what"]]
        days = f"{told['days_ahead']:,} day{'' if told['days_ahead'] == 1 else 's'} after"
        return f"{title} on {words.long_day(told['day'])}, {days} the known day, {words.long_day(document['day'])}. {means}"
    end, last, ordering = (document["periods"][key] for key in ("end_date", "potential_end_date", "ordering_period_end"))
    ends = []
    if end is not None:
        ends.append(f"performance ends on {words.long_day(end)}")
    if last is not None and last != end:
        ends.append(f"with all options on {words.long_day(last)}")
    if ordering is not None:
        ends.append(f"ordering {'ended' if ordering < document['day'] else 'ends'} on {words.long_day(ordering)}")
    if not ends:
        return "No action records an end of performance or an ordering period: when the next decision falls cannot be told."
    return f"None within twelve months of {words.long_day(document['day'])}: {words.listing(ends)}, as recorded."


@dataclass(frozen=True, slots=True)
class Duty:
    """One rule that looks at the making: its answer and why, or what it waits for."""

    id: str
    title: str
    answer: str
    why: str


@dataclass(frozen=True, slots=True)
class Law:
    """What the law says of the award: the rules that look at the making, the others by answer, and what it was told."""

    looking: tuple[Duty, ...]
    others: tuple[tuple[str, tuple[str, ...]], ...]
    standing: str
    told: tuple[str, ...]
    missing: tuple[str, ...]


SHORT = {"yes": "yes", "no": "no", "unknown": "?"}


def duties(document: Document) -> Law:
    """The duties of an award, the standing ones in one line."""
    answers = document["duties"]["answers"]
    others = [a for a in answers if not a["looks_at_making"] and not a["standing"]]
    named = [(answer, tuple(f"{a['id']} {words.clean(a['title'])}" for a in others if a["answer"] == answer))
             for answer in SHORT]  # fmt: skip
    standing = [a for a in answers if a["standing"] and a["answer"] != "no"]
    open_ = sum(1 for a in standing if a["answer"] == "unknown")
    said = f"{len(standing)} duties bind every contract" if standing else "No duty of every contract is in force"
    of = f"all {open_}" if open_ == len(standing) else str(open_)
    untold = f"; of {of} the record does not tell the day that would settle it" if open_ else ""
    told = document["duties"]["facts"]
    return Law(
        tuple(Duty(a["id"], words.clean(a["title"]), a["answer"], _why_so(a)) for a in answers if a["looks_at_making"]),
        tuple((answer, rules) for answer, rules in named if rules),
        f"{said}{untold}.",
        tuple(f"{f['fact']} {_fact_value(f['value'])}{' (by a proxy)' if f['how'] == 'proxy' else ''}" for f in told),
        tuple(f"{m['fact']}{' (in no award record)' if m['held'] == 'nowhere' else ''}" for m in document["duties"]["missing"]),
    )  # fmt: skip


def _why_so(answer: Document) -> str:
    if answer["answer"] == "unknown":
        return f": waits for {', '.join(answer['missing'])}" if answer["missing"] else ": no fact of the award settles it"
    because = [f"{b['fact']} is {_fact_value(b['value'])}" for b in answer["because"]]
    return f": {'; '.join(because)}" if because else ""


def _fact_value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(words.clean(v) for v in value)
    return words.clean(value)


def missing(row: Document) -> str:
    """A fact that is not recorded, and of how much."""
    if row["missing"] is None:
        return words.clean(row["says"])
    return f"{words.clean(row['says'])} ({'its one line' if row['of'] == 1 else _among(row['missing'], row['of'])})"


def _among(part: int, whole: int) -> str:
    return f"all {whole:,} lines" if part == whole else f"{part:,} of {whole:,} lines"


def read_with(document: Document) -> str:
    """The day and the versions."""
    v = document["versions"]
    return (
        f"Assessed as of {words.long_day(document['day'])}, code {words.clean(v['code'])}, knowledge "
        f"{words.clean(v['knowledge'])}."
    )


def _sample(document: Document) -> bool:
    return words.is_sample({"inputs": document["sources"]["inputs"]})


def _largest(lines: Sequence[Document], most: int) -> tuple[list[Document], Decimal]:
    """The lines that move most dollars, by day, and what the others come to."""
    if len(lines) <= most:
        return list(lines), Decimal(0)
    by_size = sorted(range(len(lines)), key=lambda n: (-abs(words.money(lines[n]["dollars"])), n))
    shown = set(by_size[:most])
    rest = sum((words.money(lines[n]["dollars"]) for n in by_size[most:]), Decimal(0))
    return [line for n, line in enumerate(lines) if n in shown], rest


# In a terminal


def dossier_text(document: Document, width: int, color: bool) -> str:
    """The dossier as calm text of at most `width` columns."""
    page = _Paper(width, color)
    for block in (_head, _why, _questions, _decided, _listed, _asked, _actions, _absent, _law, _leads, _sources):
        block(page, document)
    return "\n".join(page.lines) + "\n"


@dataclass(slots=True)
class _Paper:
    """Lines of text, wrapped before they are colored."""

    width: int
    color: bool
    lines: list[str] = field(default_factory=list)

    def say(self, said: str, style: str = "", *, first: str = "", indent: int = 0) -> None:
        """One paragraph; `first` stands at the head of its first line."""
        hang = " " * max(indent, len(first))
        told = wrap(said, max(self.width, 20), initial_indent=first or hang, subsequent_indent=hang,
                    break_on_hyphens=False) or [first.rstrip()]  # fmt: skip
        self.lines += [f"{style}{line}{_PLAIN}" if self.color and style else line for line in told]

    def heading(self, said: str) -> None:
        """A line that opens a section."""
        self.lines.append("")
        self.say(said, _BOLD)


def _head(page: _Paper, document: Document) -> None:
    award = document["award"]
    if _sample(document):
        page.say(f"{words.SAMPLE_BANNER}.", _RED)
    page.say(f"{number(award)}: {thing(award)}, {words.exact_dollars(award['dollars'])} net", _BOLD)
    uei = f" (UEI {words.clean(award['uei'])})" if award["uei"] is not None else ""
    page.say(f"{words.clean(award['supplier'] or 'Supplier not recorded')}{uei}")
    page.say(document["not_about_supplier"], _DIM)
    page.say(f"Bought by {buyer(award)}.")
    page.say(under(award), _DIM)
    page.lines.append("")
    style = _RED if award["exposure"] == "matched" else _BOLD
    page.say(f"{exposure(award)}. {words.clean(award['sentence'])}{named_for(document)}", style)
    if document["not_safe"]:
        page.say(document["not_safe"])
    page.say(order(document))


def _why(page: _Paper, document: Document) -> None:
    ranked = document["order"]["rank"] is not None
    page.heading("WHY IT STANDS THERE, in points" if ranked else "ITS POINTS, which count in no rank")
    for row in document["reasons"]:
        page.say(f"{words.clean(row['title'])}. {words.clean(row['sentence'])}", first=f"  {words.points(row, unit=''):>8}  ")
    page.say("A range: a fact is missing, and the rank counts its upper end.", _DIM, indent=2)


def _questions(page: _Paper, document: Document) -> None:
    if not document["ask"]:
        return
    page.heading("WHAT TO ASK FIRST")
    for n, row in enumerate(document["ask"][:_ASKED], start=1):
        page.say(words.clean(row["asks"]), first=f"  {n}  ")
        page.say(f"Answered by: {words.clean(row['document'])}", _DIM, indent=5)
    more = len(document["ask"]) - _ASKED
    if more > 0:
        page.say(f"{more} more, each with the clause that lets you ask: --html FILE or --json.", _DIM, indent=5)


def _decided(page: _Paper, document: Document) -> None:
    page.heading("DECISION AHEAD")
    page.say(decision(document), indent=2)


def _listed(page: _Paper, document: Document) -> None:
    page.heading("WHAT THE LISTS SAY (listed then: on the day of the action)")
    found = met(document)
    if not found:
        page.say(f"{NOTHING_MET}{'' if document['not_safe'] else ' That is not the same as safe.'}", indent=2)
    for kind in found:
        page.say(kind.says if kind.depth == "trace" else f"{words.class_label(kind.level)}: {kind.says}", indent=2)
        if kind.depth == "trace":
            page.say(_first_of([n.label.split(", in traces in ")[0] for n in kind.goods], 8), _DIM, indent=4)
            continue
        for named in kind.goods[:_GOODS]:
            where = ". ".join(f"{harm}: {_first_of(places, _PLACES)}" for harm, places in named.harms)
            page.say(f"{named.label}. {where}. Listed then: {named.then}.", first="    ")
        more = len(kind.goods) - _GOODS
        if more > 0:
            page.say(f"and {more} more listed {'good' if more == 1 else 'goods'}.", _DIM, indent=4)


def _first_of(named: Iterable[str], most: int) -> str:
    every = list(dict.fromkeys(named))
    return words.listing(every) if len(every) <= most else f"{', '.join(every[:most])} and {len(every) - most} more"


def _asked(page: _Paper, document: Document) -> None:
    page.heading("EVERY INDICATOR")
    above = {row["indicator"] for row in document["reasons"]}
    for answer, said in (("yes", "yes"), ("unknown", "?"), ("no", "no"), (None, "-")):
        rows = [row for row in document["indicators"] if row["answer"] == answer]
        for row in rows:
            if answer is not None and row["code"] not in above:
                page.say(f"{words.clean(row['title'])}. {words.clean(row['sentence'])}", first=f"  {said:<4}")
        short = [words.clean(row["title"]) for row in rows if answer is None or row["code"] in above]
        if short:
            why = "does not apply" if answer is None else "in the points above"
            page.say(f"{'; '.join(short)} ({why}).", first=f"  {said:<4}")
    page.say("? cannot be told. buyfair indicators CODE shows a card with its caution; --html shows all.", _DIM, indent=2)


def _actions(page: _Paper, document: Document) -> None:
    page.heading("ITS LINES")
    shown, rest = _largest(document["lines"], _LINES)
    before = ""
    for line in shown:
        code = coded(line) or "no product code"
        amount = words.exact_dollars(line["dollars"])
        page.say(f"{amount:>16}  {code}", first=f"  {line['day']}  mod {words.clean(line['modification'] or '?'):<7}")
        page.say(_short(line["description"]), indent=4)
        bought = f"{good(line)}. " if line["good"] is not None else ""
        said = f"{bought}{place(line)}. {words.class_label(line['exposure'])}: {words.clean(line['sentence'])}"
        page.say("Good, place and class as above." if said == before else said, indent=4)
        before = said
        page.say(read_from(line["source"]), _DIM, indent=4)
    more = len(document["lines"]) - len(shown)
    if more > 0:
        page.say(f"{more:,} smaller lines come to {words.exact_dollars(rest)}.", indent=2)
    page.say(words.sentence_case(adds_up(document)), indent=2)


def _short(description: object) -> str:
    said = words.clean(description or "No description recorded.")
    return said if len(said) <= 150 else f"{said[:147].rstrip()}..."


def read_from(source: Document) -> str:
    """The file and the record that a line was read from."""
    member = f", {words.clean(source['member'])}" if source["member"] is not None else ""
    return f"{words.clean(source['file'])}{member}, record {source['record']:,}"


def _absent(page: _Paper, document: Document) -> None:
    if document["not_recorded"]:
        page.heading("WHAT IS NOT RECORDED, and what it would settle")
        for row in document["not_recorded"]:
            page.say(f"{missing(row)}: settles {words.clean(row['settles'])}.", first="  - ")


def _law(page: _Paper, document: Document) -> None:
    page.heading("THE LAW, on the facts that are recorded")
    page.say(document["duties_sentence"], indent=2)
    law = duties(document)
    for each in law.looking:
        page.say(f"{each.id} {each.title}{each.why}", first=f"  {SHORT[each.answer]:<4}")
    for answer, named in law.others:
        page.say(f"{'; '.join(named)}.", _DIM, first=f"  {SHORT[answer]:<4}")
    page.say(law.standing, _DIM, indent=2)
    if law.told:
        page.say(f"Told by the record: {'; '.join(law.told)}.", _DIM, indent=2)
    if law.missing:
        page.say(f"Not told: {'; '.join(law.missing)}.", _DIM, indent=2)


def _leads(page: _Paper, document: Document) -> None:
    page.heading("NAMES THAT MET A LIST, for a person to compare")
    page.say(document["leads_sentence"], indent=2)
    for said in asked_lists(document["leads_lists"]):
        page.say(said, _DIM, indent=2)
    for lead in document["leads"]:
        page.say("")
        page.say(f"{lead_head(lead)}, score {lead['score']}", indent=2)
        page.say(words.clean(lead["why"]), indent=4)
        for line in lead_lines(lead):
            page.say(line, _DIM, indent=4)


def lead_head(lead: Document) -> str:
    """Whose name met which list, and in which edition."""
    return f"{ROLES[lead['role']]} and {words.clean(lead['title'])}, edition {words.clean(lead['edition'])}"


ROLES = {
    "supplier": "The supplier's name",
    "parent": "The name of the supplier's parent",
    "subawardee": "The name of a sub-awardee",
    "subawardee_parent": "The name of a sub-awardee's parent",
}


def lead_lines(lead: Document) -> tuple[str, ...]:
    """What the list says of its party, when, what a hit means and does not, and what a person decided."""
    then = {True: "It stood on the list on the day of the first action of this award.",
            False: "It did not stand on the list on the day of the first action of this award.",
            None: "Whether it stood on the list on the day of the first action is not told."}  # fmt: skip
    decided = () if lead["state"] == "open" else (f"Decided: {words.clean(lead['decision'])}.",)
    return (f"The list says: {words.clean(lead['list_says'])}.", then[lead["listed_then"]],
            f"A hit means: {lead['means']}", f"It does not mean: {lead['means_not']}", *decided)  # fmt: skip


def _sources(page: _Paper, document: Document) -> None:
    page.heading("SOURCES")
    for row in document["sources"]["inputs"]:
        page.say(f"{words.clean(row['name'])}, sha256 {words.clean(row['sha256'])[:12]}", indent=2)
    for row in document["sources"]["lists"]:
        page.say(f"{words.clean(row['name'])}, edition {words.clean(row['edition'])}", indent=2)
    page.say(read_with(document), _DIM, indent=2)
    if not document["told_with"]["same"]:
        page.say(KNOWLEDGE_DIFFERS, indent=2)


# As a page


@cache
def _paper() -> Template:
    """The page before anything stands on it; read once by a program that writes several."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    page = Environment(
        loader=PackageLoader("buyfair.cards", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    for say in (words.exact_dollars, words.clean, words.long_day, words.calm, words.class_label, words.good_label):
        page.filters[say.__name__] = say
    return page.get_template("dossier.html.j2")


def dossier_page(document: Document) -> str:
    """The dossier as one self-contained HTML text; the same document gives the same bytes."""
    shown, rest = _largest(document["lines"], _PAGE_LINES)
    award, found = document["award"], met(document)
    return _paper().render(
        d=document, award=award, words=words, number=number(award), thing=thing(award), exposure=exposure(award),
        named_for=named_for(document), order=order(document),
        buyer=buyer(award), under=under(award), decision=decision(document), missing=missing, code=coded, place=place,
        source=read_from, adds_up=words.sentence_case(adds_up(document)), answers=ANSWERS,
        counted=[each for each in found if each.depth != "trace"], nothing_met=NOTHING_MET,
        traces=[each for each in found if each.depth == "trace"],
        lines=shown, more=len(document["lines"]) - len(shown), rest=rest,
        longest=max((r["points"] for r in document["reasons"]), default=1),
        law=duties(document), fact_value=_fact_value,
        lead_head=lead_head, lead_lines=lead_lines, asked_lists=asked_lists,
        read_with=read_with(document), differs=KNOWLEDGE_DIFFERS, sample=_sample(document), link=_link, good=good,
    )  # fmt: skip


def _link(address: object) -> str | None:
    """A link only of what is a web address."""
    text = words.clean(address or "")
    return text if text.startswith(("https://", "http://")) else None
