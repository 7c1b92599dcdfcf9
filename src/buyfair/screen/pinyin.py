"""Tells whether a word is Chinese written by its sound: then another syllable is another word, not a slip of the pen."""

from __future__ import annotations

import re
from functools import lru_cache

_FINALS = {
    "": "a ai an ang ao e ei en eng er o ou wa wai wan wang wei wen weng wo wu ya yan yang yao ye yi yin ying yo yong you"
    " yu yuan yue yun",
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan ue uo v ve",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu o ong ou u uan ue un uo v ve",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u ua uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
}
SYLLABLES = frozenset(initial + final for initial, finals in _FINALS.items() for final in finals.split())
_WORD = re.compile(f"(?:{'|'.join(sorted(SYLLABLES, key=lambda s: (-len(s), s)))})+")


_INITIALS = {
    "zh": "ch", "ch": "ch", "sh": "sh", "b": "p", "d": "t", "g": "k", "j": "ch", "q": "ch", "x": "hs", "z": "ts",
    "c": "ts", "r": "j",
}  # fmt: skip
_ENDS = {"ian": "ien", "ong": "ung", "ie": "ieh", "ue": "ueh"}
_WHOLE = {"zi": "tzu", "ci": "tzu", "si": "ssu", "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih"}


def _wade(syllable: str) -> str:
    """A syllable as the older romanization of Wade and Giles writes it, without its apostrophes."""
    if syllable in _WHOLE:
        return _WHOLE[syllable]
    initial = next((i for i in _INITIALS if syllable.startswith(i)), "")
    written = _INITIALS.get(initial, "") + syllable[len(initial) :]
    end = next((e for e in _ENDS if written.endswith(e)), "")
    return written[: len(written) - len(end)] + _ENDS[end] if end else written


PINYIN_OF = {
    _wade(s): s for s in sorted(SYLLABLES, key=lambda s: (s[0] not in "cqtkp", s)) if _wade(s) not in SYLLABLES
}
"""Syllables of Wade and Giles that are none of pinyin -> pinyin; where two are meant the unaspirated one."""


@lru_cache(maxsize=65_536)
def is_pinyin(word: str) -> bool:
    """Whether the word is one or more syllables of Chinese and nothing else."""
    return _WORD.fullmatch(word) is not None


_EITHER = re.compile(f"(?:{'|'.join(sorted({*SYLLABLES, *PINYIN_OF}, key=lambda s: (-len(s), s)))})")


@lru_cache(maxsize=65_536)
def as_pinyin(word: str) -> str:
    """A word in the romanization of Wade and Giles as pinyin; any other word as it is."""
    if word in PINYIN_OF:
        return PINYIN_OF[word]
    if len(word) < 6 or is_pinyin(word):
        return word
    found = _EITHER.findall(word)
    return "".join(PINYIN_OF.get(s, s) for s in found) if "".join(found) == word and len(found) > 1 else word
