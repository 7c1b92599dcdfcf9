"""Editions of lists of parties: what changed, who was listed then, and how a user brings a newer one, whole or not at all."""

from __future__ import annotations

import csv
import gzip
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buyfair import catalogue, editions
from buyfair.cards.party_lists import refreshed_text
from buyfair.intake.list_editions import bring, kept, shelf
from buyfair.knowledge.lists.sam_exclusions.read import EXTRACT, NAMES, NAMES_ONLY
from buyfair.screening import screening_on
from buyfair.terms.errors import InputRefusedError, MachineError
from buyfair.terms.party import ListedParty, PartyEdition, Statement
from buyfair.terms.party_editions import changes, known_on, over_time
from buyfair.terms.party_names import key

FIRST, SECOND, THIRD = date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1)


def party(name: str, since: date | None = None, day: date = FIRST, **more: object) -> ListedParty:
    """A made-up party with one statement."""
    statement = Statement("order", "in_force", since, None, day)
    return ListedParty("made_up", f"{day}", key(name), name, (statement,), **more)  # type: ignore[arg-type]


def edition(day: date, *parties: ListedParty) -> PartyEdition:
    """A made-up edition: what it shows is known from its day."""
    shown = (
        replace(p, edition=f"{day}", statements=tuple(replace(s, known_from=day) for s in p.statements))
        for p in parties
    )
    return PartyEdition("made_up", f"{day}", day, "0" * 64, tuple(shown))


def names(parties: Sequence[ListedParty]) -> list[str]:
    return [p.name for p in parties]


# What changed


def test_parties_are_added_removed_renamed_or_said_other_things_of() -> None:
    old = (party("Hill"), party("Vale"), party("Dale", identifiers=(("imo", "1"),)), party("Moor"), party("Fen"))
    new = (
        party("Hill"), party("New Vale", aliases=("Vale",)), party("Daleside", identifiers=(("imo", "1"),)),
        party("Moor", SECOND), party("Marsh"),
    )  # fmt: skip
    found = changes(old, new)
    assert (names(found.added), names(found.removed)) == (["Marsh"], ["Fen"])
    assert [(a.name, b.name) for a, b in found.renamed] == [("Vale", "New Vale"), ("Dale", "Daleside")]
    assert [a.name for a, _ in found.changed] == ["Moor"]
    assert not changes(old, old) and found


def test_a_name_that_two_share_makes_no_renaming() -> None:
    found = changes((party("Vale"),), (party("Vale North", aliases=("Vale",)), party("Vale South", aliases=("Vale",))))
    assert found.renamed == () and len(found.added) == 2 and len(found.removed) == 1


PARTIES = st.lists(st.sampled_from(["Hill", "Vale", "Dale", "Moor", "Fen", "Marsh", "Loch"]), unique=True, max_size=7)


@given(PARTIES, PARTIES)
def test_every_party_of_two_editions_is_accounted_for(before: list[str], after: list[str]) -> None:
    found = changes(map(party, before), map(party, after))
    assert set(names(found.removed)) == set(before) - set(after)
    assert set(names(found.added)) == set(after) - set(before)
    assert not found.renamed and not found.changed


# Who was listed then


def listed(parties: Sequence[ListedParty], name: str, *days: date) -> list[bool | None]:
    (found,) = [p for p in parties if name in p.names]
    return [found.listed_on(day) for day in days]


def test_a_party_that_a_newer_edition_removed_was_listed_until_that_day() -> None:
    found = over_time([edition(SECOND, party("Hill")), edition(FIRST, party("Hill"), party("Vale", date(2019, 5, 5)))])
    assert names(found) == ["Hill", "Vale"]
    before = date(2019, 5, 4)
    assert listed(found, "Vale", before, date(2019, 5, 5), date(2020, 12, 31), SECOND) == [False, True, True, False]
    assert listed(found, "Hill", before, FIRST, SECOND) == [None, True, True], (
        "known from the first edition that shows it"
    )
    assert found[1].edition == f"{FIRST}" and found[1].statements[0].status == "lifted"


def test_an_order_that_a_newer_edition_does_not_show_is_lifted_and_its_party_stays() -> None:
    two = replace(
        party("Hill", FIRST), statements=(*party("Hill", FIRST).statements, *party("Hill", SECOND).statements)
    )
    (found,) = over_time([edition(SECOND, two), edition(THIRD, party("Hill", SECOND))])
    assert [(s.since, s.until) for s in found.statements] == [(SECOND, None), (FIRST, THIRD)]


def test_a_party_that_came_back_was_away_between() -> None:
    one = party("Hill", date(2019, 5, 5))
    found = over_time([edition(FIRST, one), edition(SECOND), edition(THIRD, one)])
    assert listed(found, "Hill", FIRST, SECOND, date(2021, 6, 1), THIRD) == [True, False, False, True]


def test_a_renamed_party_is_met_by_both_names() -> None:
    found = over_time([edition(FIRST, party("Vale")), edition(SECOND, party("New Vale", aliases=("Vale",)))])
    assert [p.names for p in found] == [("New Vale", "Vale")]
    assert listed(found, "Vale", FIRST) == [True]


def test_a_renamed_party_keeps_the_key_that_decisions_are_kept_under() -> None:
    named = [edition(FIRST, party("Vale")), edition(SECOND, party("New Vale", aliases=("Vale",)))]
    later = edition(THIRD, party("Newest Vale", aliases=("New Vale",)), party("Hill"))
    assert [(p.key, p.name) for p in over_time(named)] == [("vale", "New Vale")]
    assert [(p.key, p.name) for p in over_time([*named, later])] == [("vale", "Newest Vale"), ("hill", "Hill")]


@settings(deadline=None)  # a law is no stopwatch: the machine may be busy elsewhere
@given(st.lists(PARTIES, max_size=4), st.booleans())
def test_however_parties_come_and_go_no_two_have_one_key(told: list[list[str]], partial: bool) -> None:
    """A party that follows another in the list bears its name as another name: renamings of every kind."""
    shown = [
        [party(name, aliases=tuple(n for n in names[at + 1 : at + 2])) for at, name in enumerate(names)]
        for names in told
    ]
    held = [replace(edition(date(2020 + at, 1, 1), *parties), partial=partial) for at, parties in enumerate(shown)]
    keys = [p.key for p in over_time(held)]
    assert len(set(keys)) == len(keys)


def test_what_a_newer_edition_does_not_tell_of_a_party_stays() -> None:
    full = party("Vale", identifiers=(("uei", "A1"), ("cage", "B2")), addresses=("Hill 1",), countries=("NPL",))
    bare, other = party("Vale"), party("Vale", identifiers=(("uei", "C3"),), countries=("IND",))
    (found,) = over_time([edition(FIRST, full), edition(SECOND, bare)])
    assert (found.identifiers, found.addresses, found.countries) == (full.identifiers, ("Hill 1",), ("NPL",))
    (found,) = over_time([edition(FIRST, full), edition(SECOND, other)])
    assert (found.identifiers, found.countries) == ((("uei", "C3"), ("cage", "B2")), ("IND",)), "the newer word counts"


def test_a_partial_edition_lifts_nobody() -> None:
    told = Statement("order", "in_force", FIRST, None, FIRST, "cups")
    whole = edition(FIRST, replace(party("Hill"), statements=(told,)), party("Vale"))
    part = replace(edition(SECOND, party("Hill", FIRST), party("Dale")), partial=True)
    found = over_time([whole, part])
    assert names(found) == ["Hill", "Dale", "Vale"]
    assert found[0].statements == (told,), "the fuller words stay, and are not said twice"
    assert listed(found, "Vale", FIRST, THIRD) == [True, True]
    assert listed(over_time([whole, part, edition(THIRD, party("Hill"))]), "Vale", SECOND, THIRD) == [True, False]


def test_a_party_that_came_back_in_a_partial_edition_was_away_between() -> None:
    one = party("Hill", date(2019, 5, 5))
    found = over_time([edition(FIRST, one), edition(SECOND), replace(edition(THIRD, one), partial=True)])
    assert listed(found, "Hill", FIRST, SECOND, date(2021, 6, 1), THIRD) == [True, False, False, True]


def test_the_editions_known_on_a_day_are_those_published_by_then() -> None:
    held = [edition(SECOND), edition(FIRST), edition(THIRD)]
    assert [e.published for e in known_on(held, SECOND)] == [FIRST, SECOND]
    assert over_time(known_on(held, date(2019, 12, 31))) == () and over_time(()) == ()


def test_before_the_first_edition_held_it_tells_what_it_dates_until_then() -> None:
    began, ended, before = date(1991, 11, 6), date(2018, 1, 1), date(2017, 1, 1)
    dated = Statement("order", "lifted", began, ended, FIRST)
    later = Statement("finding", "in_force", ended, None, FIRST)
    held = edition(
        FIRST, replace(party("Hill"), statements=(dated, later)), replace(party("Vale"), statements=(later,))
    )
    (cut,) = known_on([held], before)
    assert cut.name == "2020-01-01, as far as it dates by 2017-01-01", "it says that it is cut"
    assert {p.edition for p in cut.parties} == {cut.name}
    (hill,) = over_time([cut])
    assert hill.statements == (replace(dated, until=None, status="in_force"),)
    assert hill.listed_on(before) is True
    assert len(over_time(known_on([held], ended))) == 2


# A user brings an edition


def page(parties: int, day: str = "06/30/2026", also: str = "") -> bytes:
    """A made-up page of the Entity List with so many parties in each of its first two sections, and one in the last."""
    told = []
    for section, first in (("(i)", 0), ("(ii)", parties), ("(v)", 0)):
        count = 1 if section == "(v)" else parties
        rows = "".join(f"<tr><td>Loom {n} Ltd.</td><td>June 21, 2022</td></tr>" for n in range(first, first + count))
        rows += f"<tr><td>{also}</td><td>June 30, 2026</td></tr>" if also and section == "(v)" else ""
        told.append(f"<p>A list of looms</p><p>Section 2(d)(2)(B){section}</p><table><tr><th>Name of Entity</th>"
                    f"<th>Effective Date</th></tr>{rows}</table>")  # fmt: skip
    return f"<html><body>{''.join(told)}<p>Last Updated: {day}</p></body></html>".encode()


def brought(folder: Path, content: bytes, name: str = "page.html") -> Path:
    """The content as a file in a folder."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_newer_edition_is_kept_with_its_bytes_and_the_older_stay(tmp_path: Path) -> None:
    file, place = brought(tmp_path / "in", page(80, also="Hill Looms")), tmp_path / "lists"
    done = editions.refresh("uflpa-entity-list", [file], place)
    assert done.new and done.edition.name == "2026-06-30" and len(done.edition.parties) == 161
    assert done.before is not None and done.before.name == "2025-01-14"
    assert len(done.changes.added) == 161 and len(done.changes.removed) == 144
    held = editions.held_editions("uflpa_entity_list", place)
    assert [e.name for e in held] == ["2025-01-14", "2026-06-30"] and held[1] == done.edition
    assert (place / "raw" / done.edition.sha256).read_bytes() == file.read_bytes()
    assert not [p for p in place.rglob("*") if p.name.startswith(".")], "nothing half-written stays"
    again = editions.refresh("uflpa_entity_list", [file], place)
    assert not again.new and again.edition == done.edition


def test_an_edition_that_lacks_many_says_so_aloud(tmp_path: Path) -> None:
    place = tmp_path / "lists"
    first = editions.refresh("uflpa_entity_list", [brought(tmp_path / "in", page(80))], place)
    assert first.doubts == (
        "144 of 144 parties of 2025-01-14 are not on it: is it of another kind? They count as removed on its day.",
    )
    assert kept(place, "uflpa_entity_list")[0].doubts == first.doubts
    fewer = brought(tmp_path / "in", page(70, "07/31/2026"), "fewer.html")
    assert editions.refresh("uflpa_entity_list", [fewer], place).doubts == (), "20 of 160 are not a third"


def exclusions(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A made-up file of exclusions."""
    text = io.StringIO()
    csv.writer(text).writerows((columns, *rows))
    return text.getvalue().encode()


def test_a_copy_of_the_exclusions_with_names_only_lifts_nobody_and_wipes_no_number(tmp_path: Path) -> None:
    kind, place, folder = "Prohibition/Restriction", tmp_path / "lists", tmp_path / "in"
    told = {"Classification": "Firm", "Country": "USA", "Exclusion Type": kind, "Active Date": "01/02/2019",
            "Termination Date": "Indefinite", "Excluding Agency": "GSA"}  # fmt: skip
    firms = ({**told, "Name": f"Loom {n} Inc", "SAM Number": f"S{n}", "Unique Entity ID": f"U{n}"} for n in range(2000))
    whole = exclusions(EXTRACT, [[firm.get(column, "") for column in EXTRACT] for firm in firms])
    short = [[f"Loom {n} Inc", kind, "GSA", "2019-01-02"] for n in range(1000)]
    bare = exclusions(NAMES, short + [[f"New Loom {n} Inc", kind, "GSA", "2021-05-05"] for n in range(1000)])
    editions.refresh("sam_exclusions", [brought(folder, whole, "a.csv")], place, FIRST)
    done = editions.refresh("sam_exclusions", [brought(folder, bare, "b.csv")], place, THIRD)
    assert done.edition.partial and done.doubts == (NAMES_ONLY,)
    assert [e.partial for e in editions.held_editions("sam_exclusions", place)] == [False, True]
    known = known_parties(["sam_exclusions"], THIRD, place)
    assert len(known) == 3000 and all(p.listed_on(THIRD) for p in known)
    assert sum(("uei", f"U{n}") in p.identifiers for n, p in enumerate(known[:1000])) == 1000
    shown = " ".join(refreshed_text(done.edition, done.before, done.changes, done.doubts, True, 100).split())
    assert "1,000 not on it, still held from before" in shown and "removed:" not in shown and "names only" in shown


def known_parties(lists: list[str] | None, on: date, place: Path) -> tuple[ListedParty, ...]:
    """Whom the lists name as known on a day, with the editions of a shelf."""
    return screening_on(on, lists, partial(editions.held_editions, shelf=place)).parties


def test_who_is_known_on_a_day_follows_the_editions_published_by_then(tmp_path: Path) -> None:
    editions.refresh("uflpa_entity_list", [brought(tmp_path / "in", page(80))], tmp_path)
    early, between, late = date(2024, 1, 1), date(2025, 6, 1), date(2026, 7, 1)
    labor = ["uflpa_entity_list"]
    told_early = known_parties(labor, early, tmp_path)
    assert 0 < len(told_early) < 144 and all(s.since <= early for p in told_early for s in p.statements if s.since)
    assert known_parties(labor, between, tmp_path) == catalogue.parties(labor)
    known = known_parties(labor, late, tmp_path)
    assert len(known) == 160 + 144
    assert listed(known, "KTK Group", date(2022, 6, 21), date(2026, 6, 29), date(2026, 6, 30)) == [True, True, False]
    everyone = known_parties(None, late, tmp_path)
    assert {p.list_id for p in everyone} == {"uflpa_entity_list", "cbp_wro"} and not [
        p for p in everyone if p.kind == "goods"
    ]


def test_a_broken_edition_is_refused_in_one_sentence_and_nothing_is_written(tmp_path: Path) -> None:
    place = tmp_path / "lists"
    for content, says in (
        (page(40), "120 to 600"),
        (page(80).replace(b"<table>", b"<table><table>", 1), "inside another"),
        (page(80, day="some day"), "--day 2026-06-23"),
        (b"a,b\n1,2\n", "does not tell"),
        (b"\xff\xfe", "UTF-8"),
        (b"  \n", "empty"),
    ):
        with pytest.raises(InputRefusedError, match=says) as refused:
            editions.refresh("uflpa_entity_list", [brought(tmp_path / "in", content)], place)
        assert "\n" not in str(refused.value) and str(refused.value).endswith(".") and ".;" not in str(refused.value)
    assert not place.exists()


def test_another_file_of_a_day_that_is_held_needs_its_own_day(tmp_path: Path) -> None:
    folder, place = tmp_path / "in", tmp_path / "lists"
    editions.refresh("uflpa_entity_list", [brought(folder, page(80))], place)
    other = brought(folder, page(81), "other.html")
    with pytest.raises(InputRefusedError, match="other things than the edition of 2026-06-30"):
        editions.refresh("uflpa_entity_list", [other], place)
    assert editions.refresh("uflpa_entity_list", [other], place, date(2026, 7, 9)).new
    same = editions.refresh("uflpa_entity_list", [brought(folder, page(80) + b"<!-- saved -->", "again.html")], place)
    assert not same.new, "other bytes that say the same are the edition that is held"


@pytest.mark.parametrize(
    ("name", "mend"),
    [("ulfpa", "the nearest is uflpa_entity_list"), ("sam", "the nearest is sam_exclusions"),
     ("foo", "see them: buyfair lists"), ("x" * 90, "see them: buyfair lists"), ("", "see them: buyfair lists")],
)  # fmt: skip
def test_a_list_that_is_not_known_is_refused_with_the_nearest_where_one_is_near(
    name: str, mend: str, tmp_path: Path
) -> None:
    with pytest.raises(InputRefusedError, match="is no list of parties; expected one of") as refused:
        editions.refresh(name, [], tmp_path)
    assert mend in str(refused.value)


def test_packed_files_are_unpacked_and_several_become_one_archive(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "1")
    assert bring([brought(tmp_path, packed.getvalue(), "a.zip")]) == b"1"
    zipped = brought(tmp_path, gzip.compress(b"2", mtime=0), "b.csv.gz")
    assert bring([zipped]) == b"2"
    both = [zipped, brought(tmp_path, b"3", "a.csv")]
    assert bring(both) == bring(both[::-1]), "whatever the order"
    with zipfile.ZipFile(io.BytesIO(bring(both))) as archive:
        assert {n: archive.read(n) for n in archive.namelist()} == {"a.csv": b"3", "b.csv": b"2"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (gzip.compress(b"2" * 99, mtime=0)[:20], "broken archive"),
        (b"PK\x03\x04rest", "broken archive"),
        (b"", "is empty"),
    ],
)
def test_a_broken_file_is_refused(content: bytes, says: str, tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match=says):
        bring([brought(tmp_path, content)])


def test_a_folder_or_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for path, says in (
        (tmp_path, "is a folder"),
        (tmp_path / "absent", "cannot be found"),
        (Path("/dev/null"), "is no file"),
    ):
        with pytest.raises(InputRefusedError, match=says):
            bring([path])


def test_an_edition_that_was_changed_by_hand_is_not_read(tmp_path: Path) -> None:
    editions.refresh("uflpa_entity_list", [brought(tmp_path / "in", page(80))], tmp_path)
    table = tmp_path / "uflpa_entity_list" / "2026-06-30" / "parties.csv"
    table.write_text(table.read_text("utf-8").replace("Loom 7 ", "Loom 8 "), "utf-8")
    with pytest.raises(MachineError, match="was changed"):
        kept(tmp_path, "uflpa_entity_list")
    (table.parent / "edition.toml").write_text("nonsense = ", "utf-8")
    with pytest.raises(MachineError, match="remove that folder"):
        kept(tmp_path, "uflpa_entity_list")


def test_the_shelf_stands_below_the_home_of_the_data() -> None:
    assert shelf({"BUYFAIR_HOME": "/somewhere"}) == Path("/somewhere/lists")
    assert shelf({}) == Path.home() / ".local" / "share" / "buyfair" / "lists"


# At the door


def command(home: Path, *words: str) -> subprocess.Popen[str]:
    """The command as a user runs it, with a home of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "buyfair.cli", *words], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "BUYFAIR_HOME": str(home)},
    )  # fmt: skip


def run(home: Path, *words: str) -> tuple[int, str, str]:
    with command(home, *words) as process:
        out, err = process.communicate()
    return process.returncode, out, err


def test_the_command_brings_an_edition_and_its_card_shows_it(tmp_path: Path) -> None:
    file = brought(tmp_path / "in", page(80, also="Hill Looms"))
    code, out, err = run(tmp_path, "lists", "refresh", "uflpa_entity_list", "--from", str(file))
    assert (code, err) == (0, "") and "161 parties" in out and "144 removed" in out and "and 141 more" in out
    code, out, _ = run(tmp_path, "lists", "uflpa_entity_list")
    assert code == 0 and "brought by you" in out and "bundled" in out and "161 organizations" in out
    code, out, _ = run(tmp_path, "lists")
    assert code == 0 and "2026-06-30" in out
    code, out, _ = run(tmp_path, "lists", "refresh", "uflpa_entity_list", "--from", str(file))
    assert code == 0 and "held already; nothing was written" in " ".join(out.split())


def test_the_command_refuses_in_one_sentence(tmp_path: Path) -> None:
    for words, status in (
        (("uflpa_entity_list", "--from", str(tmp_path / "absent.html")), 1),
        (("no_such_list", "--from", __file__), 1),
        (("cbp_wro", "--from", __file__), 1),
        (("uflpa_entity_list",), 2),
        (("uflpa_entity_list", "--from", __file__, "--day", "tomorrow"), 2),
    ):
        code, out, err = run(tmp_path, "lists", "refresh", *words)
        assert (code, out) == (status, "") and "Traceback" not in err
        assert status == 2 or err.count("\n") == 1 and err.startswith("buyfair: ")
    assert not (tmp_path / "lists").exists()


def test_two_that_bring_editions_at_once_both_end_well(tmp_path: Path) -> None:
    files = [brought(tmp_path / "in", page(80)), brought(tmp_path / "in", page(80, "07/31/2026"), "later.html")]
    running = [
        command(tmp_path, "lists", "refresh", "uflpa_entity_list", "--from", str(file)) for file in (*files, *files)
    ]
    ended = [(process.communicate(), process.returncode) for process in running]
    assert [code for _, code in ended] == [0, 0, 0, 0], ended
    held = editions.held_editions("uflpa_entity_list", tmp_path / "lists")
    assert [e.name for e in held] == ["2025-01-14", "2026-06-30", "2026-07-31"]
    assert not [p for p in (tmp_path / "lists").rglob("*") if p.name.startswith(".")]


@pytest.mark.parametrize("card", catalogue.party_cards(), ids=lambda c: c.id)
def test_every_list_of_parties_has_a_card_in_the_terminal(card: object) -> None:
    from buyfair.cards.lists import list_card
    from buyfair.terms.party import PartyCard

    assert isinstance(card, PartyCard)
    told = list_card(card.id.replace("_", "-"), 100, lambda list_id: editions.held_editions(list_id, Path("absent")))
    assert "What a hit means in law" in told and "What it does not mean" in told and card.address in told
