"""Text made fit to be printed, whichever renderer prints it: what is taken out, which way it runs, where it links.

Text in a document is data and stays as it was written, with one exception: characters that no file format can hold or
that would change how the text around them is read are left out, in every format alike.
"""

import re
import unicodedata

# White space that is no plain space becomes one: a Paragraph is one paragraph.
_SPACES = dict.fromkeys([0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], " ")
_LEFT_OUT: dict[int, str] = dict.fromkeys(
    [
        *range(0x09),  # controls: refused by XML, and by Word with an error
        *range(0x0E, 0x20),
        *range(0x7F, 0xA0),
        *range(0x202A, 0x202F),  # embeddings and overrides: they turn round the text that follows
        *range(0x2066, 0x206A),  # isolates, likewise
        0xFEFF,  # byte order mark: PDF/UA forbids it
        *range(0xFFF9, 0xFFFC),  # interlinear annotation
        *range(0xD800, 0xE000),  # half of a pair is no character
        *range(0xFDD0, 0xFDF0),  # non-characters
        *(plane * 0x10000 + last for plane in range(17) for last in (0xFFFE, 0xFFFF)),
    ],
    "",
)
_PRINTABLE = _LEFT_OUT | _SPACES

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})
_TAG = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?")


def printable(text: str) -> str:
    """The text without characters that cannot be printed, and with every line break as a space."""
    return text if text.isascii() and text.isprintable() else text.translate(_PRINTABLE)


def language_tag(language: str) -> str:
    """The language as a tag ("ur", "zh-Hans", "en-GB"), or "" for what is no such tag."""
    return language if _TAG.fullmatch(language) else ""


def runs_right_to_left(text: str, language: str = "") -> bool:
    """Whether a text runs from right to left: by its language where that says so, else by its first letter."""
    if language_tag(language).split("-")[0].lower() in _RIGHT_TO_LEFT:
        return True
    if text.isascii():
        return False
    strong = (unicodedata.bidirectional(character) for character in text)
    return next((way for way in strong if way in ("L", "R", "AL")), "L") != "L"


def safe_link(address: str) -> str:
    """The address where it is one that a reader may follow (web or mail), else ""."""
    address = printable(address).strip()
    return address if re.match(r"(https?://|mailto:)[^\s]", address, re.IGNORECASE) else ""
