"""How a contract file names firms and numbers its contracts, and when two names may be those of one firm."""

from __future__ import annotations

import re
from collections.abc import Iterable

from buyfair.knowledge.countries import country

PLACES = frozenset(("north", "south", "east", "west", "va", "md", "tx", "ca", "fl", "ny", "dc", "nc", "oh"))
"""Words of a name that tell where a firm sits, not which it is."""
PIID = re.compile(
    r"\b(?=[A-Z0-9-]{0,20}\d)(?=[A-Z0-9-]{0,20}[A-Z])(?:[A-Z0-9]{5,8}-?\d{2}-?[A-Z]-?[A-Z0-9]{4,5}|"
    r"[A-Z0-9]{2,4}-\d{2}-[A-Z]-\d{3,5})\b"
)
"""How contracts and solicitations are numbered: office, year, kind, serial."""
SOLICITED = re.compile(r"\d{2}[RQB][A-Z0-9]{3,5}$")
"""The number of a request for proposals or quotations, or of an invitation for bids."""
KIND = re.compile(r"-?\d{2}-?([A-Z])-?[A-Z0-9]{3,8}$")
KINDS = {"P": "purchase order", "V": "purchase order", "F": "order"} | dict.fromkeys("RQB", "solicitation")
"""What a number is of, by the letter behind its year (FAR 4.1603(a)(3), recalled); every other is a contract to us."""


def called(number: str) -> str:
    """What the paper with this number is called: a purchase order, an order, a solicitation, else a contract."""
    kind = KIND.search(number.strip().upper())
    return "contract" if kind is None else KINDS.get(kind[1], "contract")


FORM = (
    r"(?:L\.?L\.?C|INC|CORP|LTD|LIMITED|COMPANY|Inc|Incorporated|Corp(?:oration)?|Ltd|Limited|GmbH|S\.?A\.?R\.?L|"
    r"S\.A|A\.S|W\.?L\.?L|L\.?P|Co|Company|LLP|PLC|Pte|Sdn\.? Bhd|FZE|FZ-?LLC|K\.?S\.?C|PLLC|JV|Joint Venture|B\.?V|"
    r"S\.?p\.?A|Pvt|Cooperative|JSC|Lda|Ltda|K\.K|S\.R\.L|SRL|Sp\. z o\.o|OOO|Oy)"
)
UPPER = "A-ZÀ-ÖØ-Þ"
FIRM = re.compile(rf"\b((?:[{UPPER}][\w'’&-]*,?\s+(?:(?:and|of|de|al|el|&)\s+)?){{1,6}}{FORM}\b\.?)")
PROPER = re.compile(
    rf"\b(?:[{UPPER}][\w'’.&-]+(?:\s+(?:&|and|de|of|al|el|d'|du|des|da|do|del|di|van|von|y|e|la|le)\s+|"
    rf"\s+)){{1,5}}[{UPPER}][\w'’.&-]+\b|\b[{UPPER}][\w'’]+ (?:&|and) [{UPPER}][\w'’]+\b"
)
OF_CONTRACTS = re.compile(
    r"\b(?:Subcontracts?|FAR|DFARS|January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Contracting|Officer|Clause|Tab|United States|Section|Combating|Trafficking|Copy|Both|Two|Three|One|"
    r"Appendix|Line|Option|Government|Inspector)\b"
)
"""Words with a capital that are no name."""
FORMS = frozenset(
    ("llc", "inc", "incorporated", "corp", "corporation", "ltd", "limited", "co", "company", "gmbh", "sa", "as", "sarl",
     "wll", "lp", "llp", "plc", "the", "and", "of", "group", "jv", "joint", "venture", "pte", "sdn", "bhd", "fze",
     "fictional", "services", "service", "bv", "spa", "pvt", "cooperative")
)  # fmt: skip
"""Words of a firm's name that do not tell it from another's."""


def plain_numbers(texts: Iterable[str | None]) -> frozenset[str]:
    """The numbers of contracts and solicitations in these texts, without their hyphens."""
    return frozenset(plain_id(n) for text in texts if text for n in PIID.findall(text))


def plain_id(number: str) -> str:
    """A number without its hyphens, in capitals."""
    return number.replace("-", "").upper()


def first_firm(top: str) -> str | None:
    """The firm that a contract's own head names, where no line calls it the contractor."""
    told = FIRM.search(top)
    return None if told is None else re.split(rf",\s+(?!{FORM}\b)", told[1])[-1]


def words_of(name: str) -> frozenset[str]:
    """The words that tell a firm from others, without its legal form."""
    return frozenset(re.findall(r"[a-z0-9]+", re.sub(r"[’']s\b", "", name.lower()).replace(".", ""))) - FORMS


def may_be_one(own: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names may be one firm: each having a word that the other lacks, they are two."""
    return bool(own & other) and not (own - other and other - own)


def is_named_in(own: frozenset[str], text: str) -> bool:
    """Whether a text names the firm of these words: up to three of them stand in it."""
    own = own - PLACES
    return len(own & words_of(text)) >= min(3, len(own))


def is_no_firm(name: str) -> bool:
    """Whether a name in capitals is that of a country, a month or a word of contracts."""
    if country(name) is not None:
        return True
    return OF_CONTRACTS.search(name) is not None
