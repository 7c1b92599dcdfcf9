"""A contract text, and a compliance plan, are read for a program as the command reads them, and are not kept."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from described_api import fits
from people import Acting

from buyfair.cli import main
from buyfair.web.api import turns
from buyfair.web.api.resources import audit
from buyfair.web.audits import checking
from buyfair.web.audits.checking import here
from buyfair.web.core.roles import Role
from buyfair.web.plans import apart
from buyfair.web.reading_apart import BusyError

pytestmark = [pytest.mark.django_db]
ROOT = Path(__file__).parents[2]
CONTRACT = ROOT / "src/buyfair/samples/contract_sample.txt"
PLAN = ROOT / "src/buyfair/samples/plan_sample.txt"
FACTS = ROOT / "src/buyfair/samples/purchase_sample.toml"
DAY = "2026-09-01"


def asked(client: Any, body: Any, status: int = 200, where: str = "audit") -> Any:
    """The answer to these texts."""
    got = client.post(f"/api/{where}?day={DAY}", json.dumps(body), "application/json")
    assert got.status_code == status, got.content[:600]
    return got.json()


def command(*words: str) -> Any:
    """What the command prints."""
    return json.loads(CliRunner().invoke(main, [*words, "--day", DAY, "--json"], catch_exceptions=False).stdout)


def sent(path: Path) -> dict[str, str]:
    """A file as it is sent."""
    return {"name": path.name, "text": path.read_text("utf-8")}


def test_the_gaps_are_those_of_the_command(acting: Acting, home_folder: Path, tmp_path: Path) -> None:
    """With facts and without; as text and as bytes; read in this process and, once, in one beside it."""
    officer = acting(Role.CONTRACTING_OFFICER)
    whole = command("audit", str(CONTRACT))
    with here():
        assert fits(asked(officer, {"texts": [sent(CONTRACT)]}), "/api/audit", "post") == {"audits": [whole]}
        facts = {"agency": "dod", "sol_date": "2024-02-05", "method": "open"}
        path = tmp_path / "facts.toml"
        path.write_text('agency = "dod"\nsol_date = 2024-02-05\nmethod = "open"\n')
        with_facts = command("audit", str(CONTRACT), "--facts", str(path))
        assert with_facts != whole
        assert asked(officer, {"texts": [sent(CONTRACT)], "facts": facts}) == {"audits": [with_facts]}
    as_bytes = {"name": CONTRACT.name, "base64": b64encode(CONTRACT.read_bytes()).decode()}
    assert asked(officer, {"texts": [as_bytes, sent(CONTRACT)]}) == {"audits": [whole, whole]}


def test_a_plan_is_reviewed_as_by_the_command(acting: Acting, home_folder: Path, tmp_path: Path) -> None:
    """Whole, with facts, and refused in the same sentence where it is none."""
    officer = acting(Role.CONTRACTING_OFFICER)
    told = fits(asked(officer, {"plan": sent(PLAN)}, where="review-plan"), "/api/review-plan", "post")
    assert told == command("review-plan", str(PLAN))
    path, facts = tmp_path / "facts.toml", {"workforce": "40 cooks from Nepal", "housing": "none"}
    path.write_text("".join(f'{key} = "{value}"\n' for key, value in facts.items()))
    told = asked(officer, {"plan": sent(PLAN), "facts": facts}, where="review-plan")
    assert told == command("review-plan", str(PLAN), "--facts", str(path)) != command("review-plan", str(PLAN))
    asked(officer, {"plan": {"name": "x.pdf", "base64": "eA=="}}, 422, "review-plan")


def test_only_those_who_buy_or_oversee_and_not_too_many_at_once(
    acting: Acting, home_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A supplier may not, and who comes when too many are read is asked to come again."""
    body = {"texts": [sent(CONTRACT)]}
    asked(acting(Role.PUBLIC), body, 401)
    asked(acting(Role.SUPPLIER_MEMBER), body, 403)

    def busy(wait: float) -> None:
        raise BusyError("Others are having their texts read at this moment.")

    monkeypatch.setattr(audit, "reading", busy)
    asked(acting(Role.INSPECTOR_GENERAL), body, 503)


def test_one_program_at_a_time_and_one_place_stays_for_pages(acting: Acting, home_folder: Path) -> None:
    """Nobody waits: who meets another program, or two pages at work, is told when to come again."""
    officer, body = acting(Role.CONTRACTING_OFFICER), {"texts": [sent(CONTRACT)]}
    pdf = {"plan": {"name": "plan.pdf", "base64": "JVBERi0xLjQ="}}
    with turns.turn():
        asked(officer, body, 503)
        asked(officer, pdf, 503, "review-plan")
    places = [place for place in (checking.AT_ONCE, apart.AT_ONCE) for _ in range(2)]
    assert all(place.acquire(blocking=False) for place in places)
    try:
        refused = officer.post("/api/audit", json.dumps(body), "application/json")
        assert refused.status_code == 503 and refused["Retry-After"] == "10"
        asked(officer, pdf, 503, "review-plan")
    finally:
        for place in places:
            place.release()


@pytest.mark.parametrize(
    "body",
    [{}, {"texts": []}, {"texts": [{"text": "a"}] * 11}, {"texts": [{"name": "a.exe", "text": "a"}]},
     {"texts": [{"name": "a.pdf", "text": "a"}]}, {"texts": [{"name": "a.txt"}]}, {"texts": [{"base64": "?"}]},
     {"texts": [{"name": "../../a", "text": "a"}]}, {"texts": [{"name": "\0.txt", "text": "a"}]},
     {"texts": [{"text": "a"}], "fact": {}}, {"texts": [{"text": "a"}], "facts": {"agency": "dodo"}},
     {"texts": [{"text": "a"}], "facts": {"agency": None}}, {"texts": [{"base64": "JVBERi0xLjQ=", "name": "a.pdf"}]},
     {"texts": [{"text": "a"}], "facts": {"a": {"b": [[[[1]]]]}}}, {"texts": [{"text": "a", "base64": "YQ=="}]}],
)  # fmt: skip
def test_what_is_no_contract_is_answered_with_a_sentence(acting: Acting, home_folder: Path, body: Any) -> None:
    """Never with a broken page."""
    with here():
        assert asked(acting(Role.CONTRACTING_OFFICER), body, 422)["detail"].endswith(".")


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "\0a.txt", "a/b\\c.txt", "x" * 196 + ".txt", "ü公.txt"])
def test_a_strange_name_of_a_file_leads_nowhere(acting: Acting, home_folder: Path, name: str) -> None:
    """It is cut to what a file may be called, and read as the same text."""
    with here():
        assert asked(acting(Role.CONTRACTING_OFFICER), {"texts": [{**sent(CONTRACT), "name": name}]})["audits"]
