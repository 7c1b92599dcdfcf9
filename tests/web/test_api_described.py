"""What is answered is described: real answers fit their shape, with every key in it and no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from described_api import fits
from people import Acting

from buyfair.web.api import frame
from buyfair.web.core.roles import Role

pytestmark = [pytest.mark.django_db]
ASKED = {
    "/api/awards": "limit=500", "/api/portfolio": "", "/api/rules": "", "/api/rules/TIP-04": "", "/api/rules/TIP-04/texts": "",
    "/api/amounts": "", "/api/amounts/MPT": "", "/api/indicators/listed_good_matched": "", "/api/lists": "day=2015-01-01",
    "/api/lists/dol_tvpra": "", "/api/lists/dol_tvpra/rows": "limit=500", "/api/lists/uflpa_entity_list/rows": "limit=500",
    "/api/lists/world_bank_debarred/rows": "", "/api/reforms": "", "/api/reforms/plan_from_250000": "",
}  # fmt: skip
PAIR = {"left": {"name": "Hetian Taida Apparel"}, "right": {"name": "Hetian Taida"}}
NAMES = [{"name": "Hetian Taida Apparel Co., Ltd"}, {"name": "x" * 1_500}, {"name": "Two", "country": "Nowhereland"}]
SENT: dict[str, Any] = {"/api/screening": {"names": NAMES}, "/api/screening-pairs": {"pairs": [PAIR]}}


def described_as(address: str) -> str:
    """The address as the description writes it."""
    parts = address.split("/")
    alike: list[str] = [p for p in frame.described()["paths"] if len(p.split("/")) == len(parts)]
    return next(p for p in sorted(alike, key=lambda p: p.count("{")) if all(
        told.startswith("{") or told == given for told, given in zip(p.split("/"), parts, strict=True)))  # fmt: skip


@pytest.mark.parametrize("address", ASKED)
def test_an_answer_has_the_shape_that_is_described(acting: Acting, held: Path, address: str) -> None:
    """Of the whole portfolio and of a part, of lists of goods and of parties, held and not."""
    officer = acting(Role.CONTRACTING_OFFICER)
    fits(officer.get(f"{address}?{ASKED[address]}").json(), described_as(address))
    if address == "/api/portfolio":
        fits(officer.get(f"{address}?sector=food").json(), address)


@pytest.mark.parametrize("address", SENT)
def test_an_answer_to_what_was_sent_does_too(acting: Acting, home_folder: Path, address: str) -> None:
    """Leads, names that were set aside, and pairs."""
    got = acting(Role.CONTRACTING_OFFICER).post(address, SENT[address], "application/json")
    fits(got.json(), address, "post")
