"""The one gateway that every stored text passes: what it may hold, and how a value is shown in a message."""

# Marks that reorder what is read (after U+202E "gpj.exe" reads as "exe.jpg"). They never belong in a text.
_BIDI_OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
# What besides leaves no trace on paper but makes two names differ. Joiners (U+200C, U+200D) stay: languages need them.
UNSEEN = dict.fromkeys([0x00AD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF])

# Unicode's "stream-safe" limit. More marks on one letter are no writing, and sorting them takes quadratic time.
MOST_MARKS_ON_ONE_LETTER = 30


class TextRefused(ValueError):
    """A text that cannot be stored: `what` is wrong with it and what to `do`."""

    def __init__(self, what: str, do: str) -> None:
        self.what = what
        self.do = do
        super().__init__(f"{what} {do}")


def clean(text: str, *, most: int = 20_000, one_line: bool = False) -> str:
    """The text as it may be stored: composed (NFC), line ends as newline, marks that reorder reading taken out.

    With `one_line` (names, titles, references) unseen characters go too, and a tab or line break is refused.
    Raises TextRefused, naming the character and its place, for NUL and other control characters, lone surrogates,
    Unicode's non-characters, and more than `most` characters.
    """
    if len(text) > 4 * most:  # composing makes one character of four at the most
        raise _too_long(len(text), most)
    if not (text.isascii() and text.isprintable()):  # which nearly every text is, and nothing can be wrong with it
        text = _composed(text, one_line=one_line)
    if len(text) > most:
        raise _too_long(len(text), most)
    return text


def shown(value: object, *, most: int = 60) -> str:
    """A value as a message may show it: in quotes, shortened, nothing in it that a terminal would act upon."""
    text = value if isinstance(value, str) else str(value)
    if len(text) > most:
        text = text[: most - 1] + "…"
    return "'" + "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text) + "'"


def _composed(text: str, *, one_line: bool) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    for place, character in enumerate(text, start=1):
        if not character.isprintable():
            _refuse_unprintable(character, place, one_line)
    if text.isascii():
        return text
    # Imported here: it is not needed for most texts, and `touchstone rate` should start at once.
    import unicodedata

    marks = 0
    for place, character in enumerate(text, start=1):
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > MOST_MARKS_ON_ONE_LETTER:
            raise TextRefused(
                f"More than {MOST_MARKS_ON_ONE_LETTER} accents are stacked on one letter (character {place}).",
                "Write the letter with its own accents only.",
            )
    text = text.translate(_BIDI_OVERRIDES)
    return unicodedata.normalize("NFC", text.translate(UNSEEN) if one_line else text)


def _refuse_unprintable(character: str, place: int, one_line: bool) -> None:
    number = ord(character)
    called = f"U+{number:04X} (character {place})"
    if character in "\t\n":
        if one_line:
            name = "tab" if character == "\t" else "line break"
            raise TextRefused(f"It holds a {name} (character {place}).", "Write it on one line.")
    elif number < 0x20 or 0x7F <= number < 0xA0:
        name = "the NUL character" if number == 0 else "a control character"
        raise TextRefused(f"It holds {name}, {called}.", "Delete it; it cannot be seen and is no text.")
    elif 0xD800 <= number < 0xE000:
        raise TextRefused(f"It holds half a character, {called}.", "Type the text again; it was cut in two.")
    elif number & 0xFFFE == 0xFFFE or 0xFDD0 <= number < 0xFDF0:
        raise TextRefused(f"It holds {called}, which Unicode says is no character.", "Delete it.")


def _too_long(length: int, most: int) -> TextRefused:
    return TextRefused(f"It is {length:,} characters long; at most {most:,} can be kept.", "Shorten it.")
