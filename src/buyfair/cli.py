"""The command `buyfair`: from a file to an answer, one clear sentence when something is wrong."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from buyfair import __version__
from buyfair.cli_audit import audited, of_audits, print_audits, write_repair
from buyfair.cli_items import items_screened, of_items, write_items
from buyfair.cli_package import asked_package, of_packages, print_package, write_package
from buyfair.cli_plans import of_plans, print_reviews, reviewed
from buyfair.cli_reform import answered, asked_well, of_reforms, reform_list, written
from buyfair.cli_review import ASSESS_AGAIN, Reviewer, of_folder, review
from buyfair.cli_screen import (
    ScreenGroup,
    columns_of,
    of_pairs,
    of_tables,
    replace_whole,
    score_pairs,
    screened,
    screening,
    side,
    write_leads,
)
from buyfair.cli_serve import serve
from buyfair.terms.errors import InputRefusedError, MachineError, refuse
from buyfair.terms.interrupts import interrupts_held

if TYPE_CHECKING:
    from buyfair.purchase import Duties
    from buyfair.terms.party import PartyEdition

INPUT_WRONG, USAGE, MACHINE, INTERRUPTED = 1, 2, 3, 130
T = TypeVar("T")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="buyfair")
def main() -> None:
    """See what the US government buys, and at whose risk."""


def _day(_: click.Context, __: click.Parameter, given: str | None) -> date | None:
    if given is None:
        return None
    try:
        if len(given) != len("2025-09-30") or "W" in given:  # weeks of a year are as long
            raise ValueError(given)
        return date.fromisoformat(given)
    except ValueError:
        raise click.BadParameter(f"{given} is no day; expected a day of the calendar such as 2025-09-30") from None


@main.command(name="assess")
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("assessed"), show_default=True, help="Folder to write."
)
@click.option("--day", callback=_day, help="Known day (ISO); default: the latest action date in the input.")
@click.option("--json", "as_json", is_flag=True, help="Print summary.json to standard output instead of the picture.")
@click.option("--timings", is_flag=True, help="Print seconds per stage to standard error.")
@click.option("--lists", help="Lists of parties to ask, separated by commas; default: those about labor.")
@click.option("--decisions", type=click.Path(path_type=Path), help="File of decisions; default: your data folder.")
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True, help="What judges.")
@click.option("--spark", "address", envvar="BUYFAIR_SPARK", default="local[*]", show_default=True, metavar="ADDRESS",
              help="With --engine spark: sc://HOST:PORT of Spark Connect, or a master; also BUYFAIR_SPARK.")
@click.option("--spark-folder", "folder", envvar="BUYFAIR_SPARK_FOLDER", type=click.Path(path_type=Path),
              help="A folder that this machine and Spark see under the same name; also BUYFAIR_SPARK_FOLDER.")
@click.option("--table", "as_table", is_flag=True,
              help="PATHS is one table that already has our columns (Parquet), taken where it lies.")
def assess_command(
    paths: tuple[str, ...], out: Path, day: date | None, as_json: bool, timings: bool, lists: str | None,
    decisions: Path | None, engine: str, address: str, folder: Path | None, as_table: bool,
) -> None:  # fmt: skip
    """Award files to a picture of risk: PATHS are CSV, gz, zst, zip or Parquet files, or folders of these."""
    if out.exists() and not out.is_dir():
        raise click.exceptions.Exit(
            _refused(refuse(f"{out} is a file", "a folder to write into", "choose another --out"))
        )
    if as_table and len(paths) > 1:
        raise click.UsageError("With --table, name one table.")
    try:
        with interrupts_held():  # the database library ends the process where an interrupt meets its loading
            from buyfair.cards.picture import picture
            from buyfair.cards.report import report
            from buyfair.columns.engines import embedded, spark
            from buyfair.portfolio import assess, assess_table
            from buyfair.terms.clock import Clock

        clock = Clock()
        known = partial(screening, lists, decisions=decisions)
        given = (partial(assess_table, paths[0]) if as_table else partial(assess, [Path(path) for path in paths]))
        opened = spark(address, folder) if engine == "spark" else embedded
        summary = given(out, day=day, render=report, say=_progress(), clock=clock, screening=known, engine=opened)
    except InputRefusedError as refusal:
        raise click.exceptions.Exit(_refused(refusal)) from None
    except MachineError as problem:
        click.echo(f"buyfair: {problem}", err=True)
        raise click.exceptions.Exit(MACHINE) from None
    except (KeyboardInterrupt, click.Abort):
        raise click.exceptions.Exit(_stopped()) from None
    except RuntimeError as problem:
        if "interrupt" not in str(problem).lower():  # how the engine passes on the same signal
            raise
        raise click.exceptions.Exit(_stopped()) from None
    if timings:
        for name, seconds in clock.stages:
            click.echo(f"{seconds:9.2f} s  {name}", err=True)
    if as_json:
        _print_json(summary)
        return
    click.echo(picture(summary, width=_columns(), color=sys.stdout.isatty()), nl=False)
    click.echo(f"\nThe report with every table and source: {out / 'report.html'}")


def _refused(refusal: Exception) -> int:
    """One line, whatever stood in the input: its line ends and control characters are not passed on."""
    from buyfair.cards.words import clean

    click.echo(f"buyfair: {clean(refusal)}", err=True)
    return INPUT_WRONG


def _stopped() -> int:
    click.echo("buyfair: stopped; nothing was written, run the same command again", err=True)
    return INTERRUPTED


def _print_json(document: object) -> None:
    click.echo(json.dumps(document, indent=1, ensure_ascii=False))


@contextmanager
def _one_sentence() -> Iterator[None]:
    """A refusal and what the machine could not do become one sentence and their exit status."""
    try:
        yield
    except InputRefusedError as refusal:
        raise click.exceptions.Exit(_refused(refusal)) from None
    except MachineError as problem:
        click.echo(f"buyfair: {problem}", err=True)
        raise click.exceptions.Exit(MACHINE) from None


def _progress() -> Callable[[str], None]:
    """Progress on a terminal; silent when piped, but for what was passed over."""

    def say(words: str) -> None:
        if sys.stderr.isatty() or words.startswith("passed over"):
            click.echo(words, err=True)

    return say


@main.command(name="dossier")
@click.argument("award", metavar="AWARD_ID")
@click.option("--in", "folder", required=True, type=click.Path(path_type=Path), help="Folder that buyfair assess wrote.")
@click.option("--json", "as_json", is_flag=True, help="Print the dossier as one JSON document.")
@click.option("--html", "page", type=click.Path(path_type=Path), help="Write it as one page that opens from disk.")
def dossier_command(award: str, folder: Path, as_json: bool, page: Path | None) -> None:
    """One award of an assessed folder: why it stands where it does. AWARD_ID may be a PIID that one award alone bears."""
    if as_json and page is not None:
        raise click.UsageError("--json prints and --html writes; choose one of them")
    with _one_sentence():
        if page is not None:
            _free_for_page(page)
        from buyfair.dossier import dossier

        found = dossier(folder, award)
        if as_json:
            _print_json(found)
            return
        from buyfair.cards.dossier import dossier_page, dossier_text

        if page is None:
            click.echo(dossier_text(found, _columns(), sys.stdout.isatty()), nl=False)
            return
        replace_whole(page, dossier_page(found))
    click.echo(f"The dossier of {found['award']['award_id']}: {page}")


def _free_for_page(page: Path) -> None:
    """Raises: InputRefusedError where a page would overwrite something else, or has no folder."""
    if page.suffix.lower() not in (".html", ".htm") or page.is_dir():
        raise refuse(f"{page} is no name of a page", "a file name that ends in .html", "name another file for --html")
    if not page.absolute().parent.is_dir():
        raise refuse(f"{page.parent} is no folder", "a folder that is there", "make it first, or name another --html")


@main.command(name="duties")
@click.argument("facts", required=False, type=click.Path(path_type=Path))
@click.option("--day", callback=_day, help="Day asked about (ISO); default: today. It never replaces the law day.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON document.")
@click.option("--all", "everything", is_flag=True, help="Name the rules that are not in force, too.")
@click.option("--ask", "asking", is_flag=True, help="Ask, one by one, only what the answer still turns on.")
@click.option("--save", type=click.Path(path_type=Path), help="With --ask: keep the facts told in this file.")
def duties_command(
    facts: Path | None, day: date | None, as_json: bool, everything: bool, asking: bool, save: Path | None
) -> None:
    """One planned purchase: which rules bind it, which cannot be told, what to find out. FACTS is a TOML file."""
    if facts is None and not asking:
        raise click.UsageError(
            "name a facts file, or answer questions: buyfair duties --ask; for a file to begin with: "
            "buyfair sample purchase.toml"
        )
    if save is not None and not asking:
        raise click.UsageError("--save keeps what is told to --ask; add --ask")
    asked = day or _today()
    try:
        from buyfair.intake.facts_file import read_facts
        from buyfair.purchase import duties

        told = _readable(facts, read_facts) if facts is not None else {}
        found = _asked(told, asked, facts, save) if asking else duties(told, asked)
    except InputRefusedError as refusal:
        raise click.exceptions.Exit(_refused(refusal)) from None
    except MachineError as problem:
        click.echo(f"buyfair: {problem}", err=True)
        raise click.exceptions.Exit(MACHINE) from None
    if as_json:
        from buyfair.purchase import as_document

        _print_json(as_document(found, everything))
        return
    from buyfair.cards.duties import duties_text

    click.echo(duties_text(found, _columns(), sys.stdout.isatty(), everything), nl=False)


def _readable(path: Path, read: Callable[[Path], T]) -> T:
    """What `read` makes of a path. Raises: InputRefusedError, also where the system does not give the file."""
    try:
        return read(path)
    except OSError as problem:
        given = f"{str(path)[:200]} cannot be opened: {str(problem.strerror).lower()}"
        raise refuse(given, "a file that you may read", "check its name and who may read it") from None


def _asked(told: Mapping[str, Any], day: date, facts: Path | None, save: Path | None) -> Duties:
    """What binds after the questions. Questions go to standard error: standard output holds the answer only."""
    from buyfair.cards.questions import Talk, as_toml, ask

    if save is not None:
        _readable(save, lambda path: _free_to_keep(path, facts))
    kept: list[Path] = []

    def keep(now: Mapping[str, Any]) -> None:
        if save is not None:
            replace_whole(save, as_toml(now))
            kept.append(save)

    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    try:
        _, found = ask(told, day, Talk(lambda words: click.echo(words, err=True), _hear, keep))
    except (KeyboardInterrupt, click.Abort):
        where = f"what was told is in {save}" if kept else "nothing was written"
        click.echo(f"\nbuyfair: stopped; {where}", err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    click.echo(f"\nThe facts told are in {save}.\n" if kept else "", err=True)
    return found


def _hear(prompt: str) -> str | None:
    """One answer; None at the end of the input."""
    click.echo(prompt, nl=False, err=True)
    said = "" if sys.stdin is None else sys.stdin.readline()
    if not said:
        click.echo(err=True)
        return None
    if not sys.stdin.isatty():
        click.echo(err=True)
    return said.rstrip("\r\n")


def _free_to_keep(save: Path, facts: Path | None) -> None:
    """Raises: InputRefusedError where keeping the facts would overwrite something else, or has no folder."""
    if save.exists() and not (facts is not None and facts.exists() and save.samefile(facts)):
        again = f"to go on with it: buyfair duties --ask {save} --save {save}"
        raise refuse(f"{save} is there already", "a new file for --save, or the facts file itself", again)
    if not save.parent.is_dir():
        raise refuse(f"{save.parent} is no folder", "a folder that is there", "make it first, or name another --save")


@main.command(name="audit")
@click.argument("contracts", nargs=-1, required=True, metavar="CONTRACT...", type=click.Path(path_type=Path))
@of_audits
@click.option("--day", callback=_day, help="Known day (ISO) where the text does not say as of when; default: today.")
def audit_command(
    contracts: tuple[Path, ...], facts: Path | None, package: Path | None, repair: Path | None, as_json: bool,
    day: date | None,
) -> None:  # fmt: skip
    """Contract texts (TXT, PDF, DOCX; files or folders): clauses found, what the facts require, gaps with their fix."""
    with _one_sentence():
        try:
            found = audited(contracts, facts, day or _today(), _progress(), package)
        except KeyboardInterrupt:
            raise click.exceptions.Exit(_stopped()) from None
        print_audits(found, as_json, len(contracts) > 1 or contracts[0].is_dir(), _columns())
        if repair is not None:
            click.echo(write_repair(found, repair), err=True)


@main.command(name="package")
@click.argument("facts", type=click.Path(path_type=Path))
@of_packages
@click.option("--day", callback=_day, help="Day asked about (ISO); default: today. It never replaces the law day.")
def package_command(facts: Path, out: Path | None, as_json: bool, briefing: bool, paper: str, day: date | None) -> None:
    """One planned purchase: what goes into its solicitation, each item with its authority. FACTS is a TOML file."""
    with _one_sentence():
        asked = day or _today()
        wanted = "briefing" if briefing else paper
        document = asked_package(facts, asked, wanted)
        if out is None or as_json:
            print_package(document, asked, as_json, wanted)
        if out is not None:
            click.echo(write_package(document, asked, out, wanted), err=True)


@main.command(name="reform")
@click.argument("reform", metavar="[REFORM]", required=False)
@of_reforms
def reform_command(reform: str | None, as_json: bool, listing: bool, **told: Any) -> None:
    """What a reform would change on an assessed folder: REFORM is a TOML file, or the name of a ready one.

    Who would newly be covered, who no longer, and of whom that cannot be told; by sector, good, country, agency, size,
    state and district; when it bites; what it costs those who answer it; and what the figures do not show.
    """
    asked_well(reform, {**told, "listing": listing})
    if listing:
        click.echo(reform_list(_columns()))
        return
    with _one_sentence():
        try:
            document = answered(reform, told)
            files = written(reform, told, document)
        except KeyboardInterrupt:
            raise click.exceptions.Exit(_stopped()) from None
    if as_json:
        _print_json(document)
    elif not files:
        from buyfair.cards.reform import reform_text

        click.echo(reform_text(document, _columns(), sys.stdout.isatty()), nl=False)
    for path in files:
        click.echo(f"Written: {path}", err=as_json)


@main.command(name="rules")
@click.argument("rule", metavar="[ID]", required=False)
@click.option(
    "--day", callback=_day, help="The law as it stands on this day (ISO); default: today."
)
def rules_command(rule: str | None, day: date | None) -> None:
    """The cards of the law: all rules and notes, or the one with this ID, such as TIP-04."""
    from buyfair.cards.rules import rule_card, rules_index

    day = day or _today()
    try:
        told = rules_index(day, _columns()) if rule is None else rule_card(rule, day, _columns())
    except InputRefusedError as refusal:
        raise click.exceptions.Exit(_refused(refusal)) from None
    click.echo(told.rstrip("\n"))


@main.command(name="conduct")
@click.argument("clause", metavar="[CLAUSE]", required=False)
@click.option("--for", "facts", type=click.Path(path_type=Path), help="A facts file: the code for this purchase.")
@click.option("--day", callback=_day, help="With --for: the day asked about (ISO); default: today.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def conduct_command(clause: str | None, facts: Path | None, day: date | None, as_json: bool) -> None:
    """The code of conduct: all of it, one CLAUSE such as debt_bondage, or what it is for one purchase with the text to use."""
    if clause is not None and facts is not None:
        raise click.UsageError("name a clause or a facts file, not both")
    if day is not None and facts is None:
        raise click.UsageError("--day goes with --for: the code itself does not change with the day")
    with _one_sentence():
        if facts is not None:
            _conduct_for(facts, day or _today(), as_json)
            return
        from buyfair.cards import conduct as cards

        if as_json:
            from buyfair.conduct import clause_document, code_document

            _print_json(code_document() if clause is None else clause_document(cards.found_clause(clause)))
            return
        told = cards.code_text(_columns()) if clause is None else cards.clause_text(clause, _columns())
    click.echo(told.rstrip("\n"))


def _conduct_for(facts: Path, day: date, as_json: bool) -> None:
    from buyfair.conduct import as_document, conduct_for
    from buyfair.intake.facts_file import read_facts

    found = conduct_for(_readable(facts, read_facts), day)
    if as_json:
        _print_json(as_document(found))
        return
    from buyfair.cards.conduct_for import conduct_for_text

    click.echo(conduct_for_text(found, _columns()).rstrip("\n"))


@main.command(name="indicators")
@click.argument("code", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the cards as one JSON document.")
def indicators_command(code: str | None, as_json: bool) -> None:
    """The cards of the indicators: the questions put to every award, or the one with this CODE."""
    from buyfair.cards.indicators import indicator_card, indicator_json, indicator_list

    with _one_sentence():
        if as_json:
            _print_json(indicator_json(code))
            return
        color = sys.stdout.isatty()
        told = indicator_list(_columns(), color) if code is None else indicator_card(code, _columns(), color)
    click.echo(told.rstrip("\n"))


@main.group(name="screen", cls=ScreenGroup, subcommand_metavar="FILE | review FILE ...")
def screen_command() -> None:
    """Names against the lists of parties: FILEs (CSV, TSV, workbook, zip, - for standard input) to leads.

    `buyfair screen FILE --name COLUMN` screens a table; `buyfair screen --help` of a table: `buyfair screen table --help`.
    `buyfair screen review FILE --name COLUMN --by NAME` asks about each lead that waits, and keeps what is decided.
    `buyfair screen --pairs FILE --left COLUMN --right COLUMN --out FILE` compares two columns, for measuring the matcher.
    """


@screen_command.command(name="table")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@of_tables
@click.option("--day", callback=_day, help="Known day (ISO): which editions and decisions count; default: today.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the leads: CSV, or JSON (.json).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document to standard output.")
@of_pairs
def screen_table_command(
    files: tuple[Path, ...], name: str | None, country: str | None, address: str | None, numbers: tuple[str, ...],
    lists: str | None, decisions: Path | None, day: date | None, out: Path | None, as_json: bool, pairs: Path | None,
    **sides: str | None,
) -> None:  # fmt: skip
    """Screen the names of FILEs together, or compare --pairs."""
    with _one_sentence():
        if pairs is not None:
            count = score_pairs(pairs, side(sides, "left"), side(sides, "right"), out, _progress())
            click.echo(f"{out}: {count:,} pairs with score and why", err=True)
            return
        if not files:
            raise click.UsageError("Name a table of names, or - for standard input.")
        columns = columns_of(name, country, address, numbers)
        document, _ = screened(files, columns, screening(lists, day or _today(), decisions), _progress())
        if out is not None:
            write_leads(document["leads"], document, out)
    if as_json:
        _print_json(document)
        return
    from buyfair.cards.leads import leads_text

    click.echo(leads_text(document, _columns()), nl=False)
    if out is not None:
        click.echo(f"\nAll leads: {out}")


@screen_command.command(name="review")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--in", "folder", type=click.Path(path_type=Path), help="An assessed folder: its leads are asked.")
@of_tables
@click.option("--by", required=True, help="Who decides; stands beside each decision.")
def screen_review_command(
    files: tuple[Path, ...], folder: Path | None, name: str | None, country: str | None, address: str | None,
    numbers: tuple[str, ...], lists: str | None, decisions: Path | None, by: str,
) -> None:  # fmt: skip
    """Decide about leads one by one; what is decided is not asked again until something new is known."""
    from buyfair.intake.decisions_file import decisions_path
    from buyfair.intake.table_bytes import PIPED

    with _one_sentence():
        if bool(files) is (folder is not None):
            raise click.UsageError("Name tables of names, or an assessed folder with --in.")
        if PIPED in files:
            raise refuse("- is standard input, where the answers are typed", "tables in files", "save the table first")
        reviewer = Reviewer(by, _today(), decisions or decisions_path(os.environ))
        if folder is not None:
            placed = of_folder(folder, lists, decisions)
        else:
            asked = screening(lists, reviewer.on, decisions)
            _, placed = screened(files, columns_of(name, country, address, numbers), asked, _progress())
        try:
            click.echo(review(placed, reviewer, _columns()))
        except (KeyboardInterrupt, click.Abort):
            many = "1 decision was" if reviewer.kept == 1 else f"{reviewer.kept:,} decisions were"
            click.echo(f"\nbuyfair: stopped; {many} kept in {reviewer.path}", err=True)
            raise click.exceptions.Exit(INTERRUPTED) from None
        finally:
            if folder is not None and reviewer.kept:
                click.echo(ASSESS_AGAIN)


@main.command(name="screen-items")
@click.argument("file", type=click.Path(path_type=Path))
@of_items
@click.option("--day", callback=_day, help="Known day (ISO): which editions and decisions count; default: today.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the items: CSV, or JSON (.json).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document to standard output.")
def screen_items_command(
    file: Path, decisions: Path | None, day: date | None, out: Path | None, as_json: bool, **told: str | None
) -> None:
    """What a shop sells or a warehouse issues: FILE (CSV, TSV, workbook, - for standard input), one item a row.

    Each item is looked up by its words or code and its origin in the lists of goods and places; its brand, maker and site
    are screened against the lists of parties.
    """
    with _one_sentence():
        document = items_screened(file, told, decisions, day or _today(), _progress())
        if out is not None:
            write_items(document, out)
    if as_json:
        _print_json(document)
        return
    from buyfair.cards.items import items_text

    for note in document["notes"]:
        click.echo(note)
    click.echo(items_text(document, _columns()), nl=False)
    if out is not None:
        click.echo(f"\nAll items: {out}")


@main.command(name="review-plan")
@click.argument("plans", metavar="PLAN...", nargs=-1, required=True, type=click.Path(path_type=Path))
@of_plans
@click.option("--day", callback=_day, help="Day of the review (ISO); default: today. It stands in the output.")
def review_plan_command(
    plans: tuple[Path, ...], facts: Path | None, worker: Path | None, letter: bool, as_json: bool, day: date | None
) -> None:
    """A compliance plan: the five parts that the law asks for, each with its sentence, and what to write to the contractor.

    A PLAN is TXT, PDF or DOCX. What it opens with (Contractor, Contract, Plan date, Workforce, Recruiters, Housing) is read
    as facts of the work; what is not told is unknown.
    """
    if as_json and letter:
        raise click.UsageError("--json and --letter print two things; choose one of them")
    with _one_sentence():
        found = reviewed(plans, facts, worker, day or _today())
        print_reviews(found, as_json, letter, _columns())


class _Lists(click.Group):
    """`lists NAME` is the card of NAME; any other first word is a command."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of these words: a name of a list stands for its card."""
        if args and args[0] not in self.commands:
            return "card", self.commands["card"], args
        return super().resolve_command(ctx, args)


@main.group(name="lists", cls=_Lists, invoke_without_command=True, subcommand_metavar="[NAME | refresh ...]")
@click.pass_context
def lists_command(ctx: click.Context) -> None:
    """The cards of the lists: what a listing means and what not, editions, licence; all, or the one of NAME.

    `buyfair lists refresh NAME --from FILE` reads a newer edition of a list of parties and keeps the older ones.
    """
    if ctx.invoked_subcommand is None:
        from buyfair.cards.lists import lists_index

        with _one_sentence():
            click.echo(lists_index(_columns(), _held_editions()).rstrip("\n"))


@lists_command.command(name="card", hidden=True)
@click.argument("name")
def list_card_command(name: str) -> None:
    """The card of one list."""
    from buyfair.cards.lists import list_card

    with _one_sentence():
        click.echo(list_card(name, _columns(), _held_editions()).rstrip("\n"))


@lists_command.command(name="refresh")
@click.argument("name")
@click.option(
    "--from", "files", required=True, multiple=True, type=click.Path(path_type=Path),
    help="The official file of the edition; gz and zip are unpacked. Several files of one edition: repeat --from.",
)  # fmt: skip
@click.option("--day", callback=_day, help="Day on which it was published (ISO), where the file does not tell it.")
def refresh_command(name: str, files: tuple[Path, ...], day: date | None) -> None:
    """Read a newer official edition of the list NAME; the older ones are kept, and what changed is printed."""
    from buyfair.editions import refresh
    from buyfair.intake.list_editions import shelf

    with _one_sentence():
        done = refresh(name, files, shelf(os.environ), day)
    from buyfair.cards.party_lists import refreshed_text

    said = [f"{n:,} records passed over: {why}" for why, n in done.passed_over] + list(done.doubts)
    told = refreshed_text(done.edition, done.before, done.changes, said, done.new, _columns())
    click.echo(told.rstrip("\n"))


def _held_editions() -> Callable[[str], Sequence[PartyEdition]]:
    """The editions of a list of parties, bundled ones and those that the user has brought."""
    from buyfair.editions import held_editions
    from buyfair.intake.list_editions import shelf

    folder = shelf(os.environ)
    return lambda list_id: held_editions(list_id, folder)


def _today() -> date:
    """The day on the desk of who asks; only this door looks at the calendar."""
    return date.today()  # noqa: DTZ011


def _columns() -> int:
    return min(shutil.get_terminal_size((100, 40)).columns, 120)


SAMPLES = {
    "awards": ("awards_sample.csv.gz", "4,000 made-up lines; no figure from them says anything about the real world."),
    "purchase": ("purchase_sample.toml", "a made-up purchase; next: buyfair duties {target}"),
    "items": ("items_sample.csv", "40 made-up items; next: buyfair screen-items {target} --item item --brand brand "
              "--maker maker --site site --origin origin --code code"),
    "contract": ("contract_sample.txt", "a made-up contract file; next: buyfair audit {target}"),
    "plan": ("plan_sample.txt", "a made-up compliance plan; next: buyfair review-plan {target}"),
}  # fmt: skip
"""The bundled samples by what they are of: the file, and what to say of it."""


@main.command(name="sample")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--of", "subject", type=click.Choice(list(SAMPLES)), help="Default: awards; a purchase for a .toml.")
def sample_command(target: Path, subject: str | None) -> None:
    """Copy a bundled made-up sample to TARGET: awards, one purchase where TARGET ends in .toml, or what --of names."""
    from importlib.resources import files

    name, words = SAMPLES[subject or ("purchase" if target.suffix.lower() == ".toml" else "awards")]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((files("buyfair.samples") / name).read_bytes())
    except OSError as problem:
        click.echo(f"buyfair: {target} cannot be written: {problem.strerror}", err=True)
        raise click.exceptions.Exit(MACHINE) from None
    click.echo(f"{target}: {words.format(target=target)}")


@main.command(name="serve")
@click.option("--demo", is_flag=True, help="A made-up living system: an assessed portfolio, an account for every role.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def serve_command(demo: bool, host: str, port: int) -> None:
    """Start the web application on the data folder (BUYFAIR_HOME); interrupt ends it."""
    try:
        serve(host, port, demo)
    except InputRefusedError as refusal:
        raise click.exceptions.Exit(_refused(refusal)) from None
    except MachineError as problem:
        click.echo(f"buyfair: {problem}", err=True)
        raise click.exceptions.Exit(MACHINE) from None


def entry() -> None:
    """The command as installed: every way out has its exit status, an interrupt too, whatever it met."""
    try:
        done = main.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except (KeyboardInterrupt, click.Abort):
        done = _stopped()
    except SystemExit as gone:
        # Click wraps the streams where the pipe was closed, and leaves with 1: but who reads has read enough.
        done = 0 if "PacifyFlush" in type(sys.stdout).__name__ else gone.code
    except OSError as problem:
        done = _cannot_write(problem)
    if done == INTERRUPTED:
        # An interrupt met inside an extension module leaves a mark in the interpreter that would replace our exit
        # status at its end; everything is unwound by now, so the process may leave at once.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(INTERRUPTED)
    sys.exit(done if isinstance(done, int) else 0)


def _cannot_write(problem: OSError) -> int:
    """A full disk is the machine's: what is left in the buffer goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    click.echo(f"buyfair: {problem.strerror or 'the machine refused'}; nothing more was written", err=True)
    return MACHINE


if __name__ == "__main__":
    entry()
