"""A blunt look at a quote for what may lead to somebody: it flags for a human eye, and finds not all, nor only names.

It sees capital letters, figures and a few words of places. A name in small letters, a rare event or a turn of phrase
that everybody knows passes it; that is why a second person reads every quote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Flag:
    """Something to look at: the words as they stand, and what they may be."""

    found: str
    why: str | Promise


NAME, DATE, PLACE, CONTACT = (
    _("may be a name"),
    _("may be a date, an age or a number that tells who it is"),
    _("may be a place"),
    _("may be a way to reach somebody"),
)


def words_of(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


MONTHS_AND_DAYS: Final = words_of(
    """
    january february march april june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday ionawr chwefror mawrth ebrill mehefin gorffennaf awst medi hydref tachwedd
    rhagfyr christmas easter ramadan eid diwali
    """
)
PLACES: Final = words_of(
    """
    street road avenue lane close estate park school academy college station hospital square court prison church
    mosque ysgol stryd heol
    """
)
# Words that begin a sentence with a capital and name nobody. What is not here and begins a sentence is flagged: a name
# often does.
BEGINNERS: Final = words_of(
    """
    a about after all also although always an and another any anyone are as at because been before being but by can
    could did do does don't every everybody everyone everything first for from get go good had has have he he's her
    here his how i i'd i'll i'm i've if in is isn't it it's its just last like made make many maybe me more most
    mostly my never next no nobody none not nothing now of often oh ok on once one only or our out people please
    really she she's should since so some somebody someone something sometimes staff still such sure talking thank
    thanks that that's the their them then there there's these they they're they've things this those though to too
    two until up us very was wasn't we we'd we'll we're we've well were what when where which while who why will
    with without workers would yeah yes yet you you're your mae mae'r roedd dw dydy nid oedd rydw rwy pan ond ac
    """
)
WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
FIGURES: Final = re.compile(r"\w*\d[\w./:-]*")
REACH: Final = re.compile(r"\S*@\S+|https?://\S+|www\.\S+|(?:\+?\d[ \d()-]{7,}\d)", re.IGNORECASE)
SENTENCE_ENDS: Final = re.compile(r"[.!?…:]['\"”’)\]]*\s*$|^\s*['\"“‘(\[–-]*\s*$|\n\s*['\"“‘–-]*\s*$")


def flags(words: str) -> list[Flag]:
    """Everything in a quote that somebody should look at, in order, each once."""
    found: list[tuple[int, Flag]] = []
    rest = words
    for match in REACH.finditer(words):
        found.append((match.start(), Flag(match[0], CONTACT)))
        rest = rest.replace(match[0], " " * len(match[0]), 1)
    for match in FIGURES.finditer(rest):
        found.append((match.start(), Flag(match[0], DATE)))
        rest = rest[: match.start()] + " " * len(match[0]) + rest[match.end() :]
    for match in WORD.finditer(rest):
        why = why_flagged(match[0], begins=bool(SENTENCE_ENDS.search(rest[: match.start()])))
        if why is not None:
            found.append((match.start(), Flag(match[0], why)))
    return list(dict.fromkeys(flag for _at, flag in sorted(found, key=lambda pair: pair[0])))


def why_flagged(word: str, *, begins: bool) -> str | Promise | None:
    """What a single word may be; None for one that is let through. `begins`: it begins a sentence."""
    plain = word.lower().replace("’", "'").removesuffix("'s")
    if plain in MONTHS_AND_DAYS:
        return DATE
    if plain in PLACES:
        return PLACE
    if not word[0].isupper() or plain == "i" or plain.startswith("i'"):
        return None
    return None if begins and (plain in BEGINNERS or word.lower().replace("’", "'") in BEGINNERS) else NAME
