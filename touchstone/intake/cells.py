"""Text that no spreadsheet can be made to run, the way back to the text it was, and what it made a date of."""

# A cell whose first visible character is one of these is taken for a formula by one spreadsheet or another;
# full-width signs are folded to plain ones by East Asian editions. The rule follows the OWASP page on CSV injection
# (https://owasp.org/www-community/attacks/CSV_Injection) and adds % and |, which old exchange protocols react to.
_STARTS_A_FORMULA = frozenset("=+-@|%＝＋－＠")
# These do it wherever they stand among the unseen characters at the start.
_STARTS_A_CELL = frozenset("\t\r\n\0")
# Printable by Unicode's book, but nothing is seen: fillers, selectors, the empty Braille cell.
_BLANK = frozenset(
    chr(number)
    for first, last in [
        (0x034F, 0x034F),
        (0x115F, 0x1160),
        (0x17B4, 0x17B5),
        (0x180B, 0x180F),
        (0x2800, 0x2800),
        (0x3164, 0x3164),
        (0xFE00, 0xFE0F),
        (0xFFA0, 0xFFA0),
        (0xE0100, 0xE01EF),
    ]
    for number in range(first, last + 1)
)


def safe_cell(text: str) -> str:
    """The text for a CSV cell, with an apostrophe before it where a spreadsheet would run it.

    A text that already begins with apostrophes before such a start gets one more, so that `plain_cell` gives back
    exactly what went in. For text only: write numbers as numbers.
    """
    return "'" + text if _could_run(text.lstrip("'")) else text


def plain_cell(text: str) -> str:
    """The text that `safe_cell` was given: takes away exactly the apostrophe that it put there."""
    if text.startswith("'") and _could_run(text.lstrip("'")):
        return text[1:]
    return text


def _could_run(text: str) -> bool:
    for character in text:
        if character in _STARTS_A_CELL:
            return True
        if character.isprintable() and not character.isspace() and character not in _BLANK:
            return character in _STARTS_A_FORMULA
    return False


def is_date(text: str) -> bool:
    """Is it a day as a spreadsheet gives or shows one, such as 2025-10-06 or 06/10/2025?"""
    parts = text.replace("/", "-").split("-")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return False
    year, *others = parts if len(parts[0]) == 4 else reversed(parts)
    return len(year) == 4 and all(len(part) <= 2 and 1 <= int(part) <= 31 for part in others)
