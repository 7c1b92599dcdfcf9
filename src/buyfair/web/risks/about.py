"""What a risk is about: one award, or a pattern of the portfolio, told as filters in the form of an address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from buyfair import catalogue
from buyfair.browse_filters import FIELDS, Filters, parse
from buyfair.cards import words
from buyfair.knowledge.countries import countries

OTHER_WORDS = ("sort", "after", "as", "id")
"""Words of an address of the portfolio that say how a page is shown and choose no award."""
LONGEST = 12_000


@dataclass(frozen=True)
class About:
    """One of the two: an award by its id, or the filters of a pattern."""

    award_id: str = ""
    filters: Filters = field(default_factory=Filters)

    @property
    def query(self) -> str:
        """The filters as an address writes them; empty for an award."""
        return self.filters.query()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What an address or a form carries of it."""
        return [("award", self.award_id)] if self.award_id else self.filters.pairs()

    @property
    def opens(self) -> str:
        """Where its record opens: the dossier of the award, or the portfolio under the filters."""
        return dossier(self.award_id) if self.award_id else f"/portfolio/?{self.query}"

    @property
    def begins(self) -> str:
        """Where a risk about it is begun."""
        return f"/risks/new/?{urlencode(self.pairs, quote_via=quote)}"

    def __bool__(self) -> bool:
        return bool(self.award_id or self.filters)


def of(award_id: str, query: str) -> About:
    """What a risk that is kept is about."""
    return About(award_id) if award_id else About("", parse(parse_qsl(query))[0])


def read(given: Iterable[tuple[str, str]]) -> tuple[About, list[str]]:
    """Reads the pairs of an address or a form: what they choose, and a sentence for each that names nothing."""
    pairs = list(given)
    filters, refused = parse(pairs)
    asked = filters.asked()
    if set(asked) == {"award"} and len(asked["award"]) == 1:
        return About(str(asked["award"][0])), refused
    return About("", filters), refused


def read_address(text: str) -> tuple[About, list[str]]:
    """Reads an address that was copied from a page of the portfolio or from a dossier; or an award's id or number alone."""
    told = words.clean(text)
    if len(told) > LONGEST:
        return About(), [f"The address has {len(told):,} characters; at most {LONGEST:,} are expected: choose fewer filters."]
    try:
        parts = urlsplit(told)
        pairs = parse_qsl(parts.query, max_num_fields=1000)
    except ValueError:
        return About(), ["The address cannot be read; expected is one of the portfolio: copy it from the address bar."]
    if parts.path == "/awards/" and (award := dict(pairs).get("id")):
        return About(award), []
    if parts.path.startswith("/awards/") and (award := unquote(parts.path.removeprefix("/awards/")).strip("/")):
        return About(award), []
    if not parts.query and "/" not in told:
        return About(told), []
    if not parts.path.startswith("/portfolio/"):
        return About(), [f"“{told[:80]}” is no page of the portfolio; expected is one with filters, or a dossier: copy its "
                         "address."]  # fmt: skip
    strange = [f"“{words.clean(name)[:40]}” is nothing to filter by; take it out of the address."
               for name, _ in pairs if name not in FIELDS and name not in OTHER_WORDS]  # fmt: skip
    about, refused = read(pairs)
    return about, [*refused, *strange]


def dossier(award_id: str) -> str:
    """The address of a dossier; an id that a browser would bend goes behind a question mark."""
    if award_id != award_id.strip() or any(step in ("", ".", "..") for step in award_id.split("/")):
        return f"/awards/?{urlencode({'id': award_id})}"
    return f"/awards/{quote(award_id, safe='/')}/"


def in_words(filters: Filters) -> str:
    """A pattern as a title: its filters in words."""
    told = ((FIELDS[name].title, " or ".join(_said(name, v) for v in values)) for name, values in filters.asked().items())
    return words.clean("; ".join(f"{title}: {says}" for title, says in told))


def _said(name: str, value: str | None) -> str:
    return "not recorded" if value is None else _SAYS.get(name, words.clean)(value)


def _country(code: str) -> str:
    return countries()[code].name if code in countries() else words.clean(code)


def _harm(value: str) -> str:
    name, _, how = value.partition(":")
    return f"{words.harm_label(name)} ({how})" if how else words.harm_label(name)


def _indicator(value: str) -> str:
    code, _, answer = value.partition(":")
    title = next((each.title for each in catalogue.indicators() if each.code == code), code)
    return f"{title}: {answer}"


_SAYS: Mapping[str, Callable[[str], str]] = {
    "sector": words.sector_label, "class": words.class_label, "good": words.good_label, "country": _country, "abroad": _country,
    "harm": _harm, "indicator": _indicator, "vehicle": lambda value: words.clean(value.partition(":")[0]),
}  # fmt: skip
