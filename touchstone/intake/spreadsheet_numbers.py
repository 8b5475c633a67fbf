"""Numbers and dates of a spreadsheet as the texts a person meant."""

from datetime import date, timedelta
from decimal import Decimal

MOST_DIGITS = 15  # all that a spreadsheet keeps of a number; a longer reference has lost its end
_LONGEST = 40  # characters that a number may take when written without an exponent
_FIRST_SURE_DAY = 61  # spreadsheets believe in 29 February 1900, day 60
_LAST_DAY = 2_958_465  # 31 December 9999


class NotANumber(ValueError):
    """A number that cannot be given back as it was meant; its text says why."""


def number_text(raw: str) -> str:
    """A number as people write it: '7' for 7.0, '0.1' for 0.10000000000000001, never an exponent.

    Raises NotANumber for what is none, and for whole numbers that have lost digits.
    """
    try:
        number = float(raw)
    except ValueError:
        raise NotANumber("is not a number") from None
    if number != number or number in (float("inf"), float("-inf")):
        raise NotANumber("is not a number")
    if abs(number) >= 10**MOST_DIGITS:
        raise NotANumber(f"has more than {MOST_DIGITS} digits, and a spreadsheet keeps no more of a number")
    if number.is_integer():
        return str(int(number))
    text = format(Decimal(repr(number)), "f")
    if len(text) > _LONGEST:
        raise NotANumber("has too many places")
    return text


def date_text(raw: str, *, from_1904: bool) -> str:
    """A spreadsheet's day number as an ISO date, with the time when there is one. Raises NotANumber."""
    try:
        number = Decimal(raw) + (1462 if from_1904 else 0)
        days = int(number)
    except (ArithmeticError, ValueError):
        raise NotANumber("is not a date") from None
    if not _FIRST_SURE_DAY <= days <= _LAST_DAY:
        raise NotANumber("is not a date")
    day = (date(1899, 12, 30) + timedelta(days=days)).isoformat()
    seconds = round((number - days) * 86_400)
    if not 0 < seconds < 86_400:
        return day
    return f"{day}T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def shows_dates(code: str) -> bool:
    """Does a cell with this number format show a date or time? Texts, colours and escapes in it do not count."""
    bare, quoted, bracketed, escaped = "", False, False, False
    for character in code:
        if escaped:
            escaped = False
        elif character in "\\_*" and not quoted:
            escaped = True
        elif character == '"' and not bracketed:
            quoted = not quoted
        elif character in "[]" and not quoted:
            bracketed = character == "["
        elif not (quoted or bracketed):
            bare += character.lower()
    return any(letter in bare for letter in "ymdhs") and bare != "general"


def leading_zeros(code: str) -> int:
    """How many digits a format such as 00000 always shows; 0 for every other format."""
    return len(code) if len(code) > 1 and not code.strip("0") else 0
