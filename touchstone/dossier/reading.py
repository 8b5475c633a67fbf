"""Reads a value by the description of its shape: every problem at once, each with the way to it and what to do."""

from collections.abc import Callable, Sequence

from touchstone.dossier.shape import (
    LONGEST_LINE,
    LONGEST_NAME,
    NAME_CHARACTERS,
    NUMBER_CHARACTERS,
    Day,
    Either,
    Exactly,
    FileName,
    Kind,
    LanguageTag,
    ListOf,
    MapOf,
    Name,
    Number,
    Object,
    OfficialNumber,
    Text,
    WebAddress,
)
from touchstone.intake.problems import Problem
from touchstone.intake.text import TextRefused, clean, shown

MOST_PROBLEMS_TOLD = 500  # a file of another kind altogether should not fill the screen for an hour
MOST_WORDS_COMPARED = 1_000  # with a misspelt one; comparing takes time
ABSENT = object()  # what could not be read, or is not there
DAYS_IN_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Reading:
    """One file being read: every problem found so far, and every piece of prose with the way to it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.prose: list[tuple[str, str]] = []
        self.sound_keys: set[str] = set()  # numbers of the framework that were looked at already

    def add(self, way: str, what: str, do: str, *, row: int | None = None, file: str = "") -> None:
        """Note one problem; `way` leads to the value as people write it, `standards.2.1.narrative[0]`."""
        self.problems.append(Problem(what, do, file or self.file, row, way))

    def told(self) -> list[Problem]:
        """The problems to tell: all of them, up to a number that can still be read."""
        if len(self.problems) <= MOST_PROBLEMS_TOLD:
            return self.problems
        more = len(self.problems) - MOST_PROBLEMS_TOLD
        last = Problem(f"There are {more:,} more problems.", "Correct these first.", self.file)
        return [*self.problems[:MOST_PROBLEMS_TOLD], last]


def read(kind: Kind, value: object, way: str, reading: Reading) -> object:
    """The value as the kind wants it, cleaned; ABSENT where it is wrong, and `reading` then knows why."""
    return READERS[type(kind)](kind, value, way, reading)


def described(value: object) -> str:
    """What stands there, for a message: "the number 12", "a list", "the text 'Goood'"."""
    if value is None:
        return "the word null"
    if isinstance(value, bool):
        return "the word true" if value else "the word false"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text {shown(value)}" if value else "an empty text"
    return "a list" if isinstance(value, list) else "an object {…}"


def capital(text: str) -> str:
    """The text with a capital in front, the rest untouched."""
    return text[:1].upper() + text[1:]


def listed(words: Sequence[str]) -> str:
    """Words for a message: "a, b or c"."""
    if not words:
        return "nothing"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def nearest(word: str, words: Sequence[str], reading: Reading) -> str:
    """The one of `words` that was probably meant, or ""; not asked where nobody will read the answer."""
    if len(reading.problems) > MOST_PROBLEMS_TOLD or len(words) > MOST_WORDS_COMPARED:
        return ""
    from difflib import get_close_matches  # only needed when something is wrong

    plain = {each.casefold(): each for each in words}
    near = get_close_matches(word.casefold()[:LONGEST_NAME], list(plain), n=1, cutoff=0.7)
    return plain[near[0]] if near else ""


def _read_text(kind: Text, value: object, way: str, reading: Reading) -> object:
    if not isinstance(value, str):
        reading.add(way, f"Text is wanted here, not {described(value)}.", "Write it in double quotes.")
        return ABSENT
    if kind.words:
        if value in kind.words:
            return value
        meant = nearest(value, kind.words, reading)
        guess = f" Did you mean {shown(meant)}?" if meant else ""
        reading.add(way, f"{shown(value)} is not one of the words allowed.{guess}", f"Write {listed(kind.words)}.")
        return ABSENT
    try:
        text = clean(value, most=kind.most, one_line=kind.one_line)
    except TextRefused as refused:
        reading.add(way, refused.what, refused.do)
        return ABSENT
    if not kind.blank and not text.strip():
        reading.add(way, "The text is empty.", "Write it, or leave the key out.")
        return ABSENT
    if kind.prose:
        reading.prose.append((way, text))
    return text


def _read_name(kind: Name, value: object, way: str, reading: Reading) -> object:
    if isinstance(value, str) and value and len(value) <= LONGEST_NAME and not set(value).difference(NAME_CHARACTERS):
        return value
    reading.add(way, f"{capital(described(value))} cannot be an id.", NAME_ADVICE)
    return ABSENT


NAME_ADVICE = f"Use small letters, digits, - and _ only, at most {LONGEST_NAME} of them: 'north-shire-2024'."


def _read_official_number(kind: OfficialNumber, value: object, way: str, reading: Reading) -> object:
    if isinstance(value, str) and value and len(value) <= LONGEST_NAME and not set(value).difference(NUMBER_CHARACTERS):
        return value
    what = f"{capital(described(value))} is not a number or id of the framework."
    reading.add(
        way, what, 'Write it as the framework does, in double quotes: "2.1"; `touchstone frameworks show` lists them.'
    )
    return ABSENT


def _read_file_name(kind: FileName, value: object, way: str, reading: Reading) -> object:
    if not isinstance(value, str):
        reading.add(way, f"The name of a file is wanted here, not {described(value)}.", "Write it in double quotes.")
        return ABSENT
    plain = value.isprintable() and 0 < len(value) <= 200 and not set(value) & set('/\\:*?"<>|')
    if not plain or value.startswith("."):
        do = "Put the table beside this file and write its plain name: 'cases.csv'."
        reading.add(way, f"{shown(value)} is not a plain file name.", do)
        return ABSENT
    if not value.lower().endswith(kind.endings):
        reading.add(
            way, f"{shown(value)} is not a table that can be read.", f"Use a file ending in {listed(kind.endings)}."
        )
        return ABSENT
    return value


def _read_web_address(kind: WebAddress, value: object, way: str, reading: Reading) -> object:
    if isinstance(value, str) and (value == "" or is_web_address(value)):
        return value
    reading.add(way, f"{capital(described(value))} is not a web address.", "Copy it whole: it begins https://.")
    return ABSENT


def is_web_address(text: str) -> bool:
    """Does it begin as an address of the web does, and hold visible ASCII signs alone?"""
    _, begins, rest = text.partition("://")
    signs = all("!" <= sign <= "~" for sign in text)
    return text.startswith(("https:", "http:")) and bool(begins and rest) and signs and len(text) <= LONGEST_LINE


def _read_language_tag(kind: LanguageTag, value: object, way: str, reading: Reading) -> object:
    if isinstance(value, str) and is_language_tag(value):
        return value
    what = f"{capital(described(value))} is not the tag of a language."
    reading.add(way, what, "Write the tag (BCP 47): en, cy, ur, zh-Hans.")
    return ABSENT


def is_language_tag(text: str) -> bool:
    """Has the text the form of a BCP 47 tag: two or three letters, then parts of up to eight letters and digits?"""
    first, *more = text.split("-")
    parts = all(part.isalnum() and len(part) <= 8 for part in more)
    return text.isascii() and len(text) <= LONGEST_NAME and first.isalpha() and 2 <= len(first) <= 3 and parts


def _read_day(kind: Day, value: object, way: str, reading: Reading) -> object:
    if isinstance(value, str) and (value == "" or is_day(value, kind)):
        return value
    more = ', or to the minute: "2023-03-21T00:01"' if kind.to_the_minute else ""
    more += ', or less: "2022-12", "2022"' if kind.partly else ""
    reading.add(way, f"{capital(described(value))} is not a date.", f'Write year-month-day: "2022-12-05"{more}.')
    return ABSENT


def is_day(text: str, kind: Day) -> bool:
    """Is this a day of the calendar, from 1900 to 2199, in the form the kind allows?"""
    day, joined, minute = text.partition("T")
    if joined and not (kind.to_the_minute and is_minute(minute)):
        return False
    parts = day.split("-")
    if (
        [len(part) for part in parts] != [4, 2, 2][: len(parts)]
        or len(parts) > 3
        or (len(parts) < 3 and not kind.partly)
    ):
        return False
    if not all(part.isascii() and part.isdigit() for part in parts):
        return False
    year, month, number = [int(part) for part in (*parts, "01", "01")[:3]]
    if not (1900 <= year <= 2199 and 1 <= month <= 12):
        return False
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 1 <= number <= DAYS_IN_MONTH[month - 1] + leap


def is_minute(text: str) -> bool:
    """Is this a minute of a day, "00:01" to "23:59"?"""
    hours, _, minutes = text.partition(":")
    digits = hours + minutes
    return len(hours) == len(minutes) == 2 and digits.isascii() and digits.isdigit() and hours < "24" and minutes < "60"


def _read_number(kind: Number, value: object, way: str, reading: Reading) -> object:
    if value is None and kind.null:
        return None
    called = "A number" if kind.decimals else "A whole number"
    if isinstance(value, bool) or not isinstance(value, int | float):
        quotes = " without quotes" if isinstance(value, str) else ""
        reading.add(way, f"{called} is wanted here, not {described(value)}.", f"Write a number{quotes}.")
        return ABSENT
    if isinstance(value, float) and not kind.decimals:
        reading.add(way, f"{called} is wanted here, not {described(value)}.", "Write it without a decimal point.")
        return ABSENT
    if not kind.least <= value <= kind.most:
        do = kind.instead or f"Write a number from {kind.least:,} to {kind.most:,}."
        reading.add(way, f"{capital(described(value))} cannot be right here.", do)
        return ABSENT
    return value


def _read_exactly(kind: Exactly, value: object, way: str, reading: Reading) -> object:
    if type(value) is type(kind.value) and value == kind.value:
        return value
    reading.add(way, f"{capital(described(value))} stands here.", f"Write {written(kind.value)}.")
    return ABSENT


def written(value: str | int) -> str:
    """A value as it is written in JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _read_list(kind: ListOf, value: object, way: str, reading: Reading) -> object:
    if not isinstance(value, list):
        reading.add(way, f"A list is wanted here, not {described(value)}.", "Write it in brackets: […].")
        return ABSENT
    if not kind.least <= len(value) <= kind.most:
        reading.add(
            way,
            f"The list has {len(value):,} item{'' if len(value) == 1 else 's'}.",
            f"Give from {kind.least} to {kind.most:,}.",
        )
        return ABSENT
    reader, item = READERS[type(kind.item)], kind.item
    items = [reader(item, it, f"{way}[{place}]", reading) for place, it in enumerate(value)]
    return [it for it in items if it is not ABSENT]


def _read_map(kind: MapOf, value: object, way: str, reading: Reading) -> object:
    if not isinstance(value, dict):
        reading.add(way, f"An object is wanted here, not {described(value)}.", "Write it in braces: {…}.")
        return ABSENT
    found: dict[str, object] = {}
    reader, read_key = READERS[type(kind.value)], READERS[type(kind.key)]
    words = kind.value.words if isinstance(kind.value, Text) else ()
    for key, it in value.items():
        if it in words and key in reading.sound_keys:  # as most answers of most cases are
            found[key] = it
            continue
        inner = f"{way}.{plain_key(key)}"
        if read_key(kind.key, key, inner, reading) is not ABSENT:
            if words:
                reading.sound_keys.add(key)
            read_value = reader(kind.value, it, inner, reading)
            if read_value is not ABSENT:
                found[key] = read_value
    return found


def _read_object(kind: Object, value: object, way: str, reading: Reading) -> object:
    """Reads what can be read even where other keys are wrong, so that nothing stays unsaid."""
    if not isinstance(value, dict):
        reading.add(way, f"An object is wanted here, not {described(value)}.", "Write it in braces: {…}.")
        return ABSENT
    found: dict[str, object] = {}
    before = f"{way}." if way else ""
    known = 0
    for key in kind.keys:
        if key.name in value:
            known += 1
            it = READERS[type(key.kind)](key.kind, value[key.name], before + key.name, reading)
            if it is not ABSENT:
                found[key.name] = it
        elif key.required:
            reading.add(before + key.name, f"The key '{key.name}' is missing.", f"Add it: {key.says}")
    if known < len(value):
        _tell_unknown_keys(kind, value, before, reading)
    _check_together(kind, value, way, before, reading)
    return found


def _tell_unknown_keys(kind: Object, value: dict[str, object], before: str, reading: Reading) -> None:
    names = [key.name for key in kind.keys]
    for name in value:
        if name not in names:
            meant = nearest(name, names, reading)
            do = f"Write '{meant}', or remove it." if meant else f"Remove it; allowed are {listed(names)}."
            reading.add(before + plain_key(name), "There is no such key here.", do)


def _check_together(kind: Object, value: dict[str, object], way: str, before: str, reading: Reading) -> None:
    for key in kind.keys:
        if key.needs and key.name in value and key.needs not in value:
            reading.add(before + key.name, f"'{key.name}' is given without '{key.needs}'.", f"Add '{key.needs}'.")
    if kind.one_of and not any(name in value for name in kind.one_of):
        names = listed([f"'{name}'" for name in kind.one_of])
        reading.add(way, f"There is no {names}.", "Give one of them.")
    if kind.not_both and all(name in value for name in kind.not_both):
        names = listed([f"'{name}'" for name in kind.not_both]).replace(" or ", " and ")
        reading.add(way or kind.not_both[-1], f"{names} are both given.", "Keep one of the two.")


def plain_key(name: str) -> str:
    """A key as a message may show it: shortened, nothing in it that a terminal would act upon."""
    return name if len(name) <= LONGEST_NAME and name.isprintable() else shown(name)[1:-1]


def _read_either(kind: Either, value: object, way: str, reading: Reading) -> object:
    for each in kind.kinds:
        if isinstance(value, STANDS_AS[type(each)]):
            return READERS[type(each)](each, value, way, reading)
    wanted = listed([CALLED[STANDS_AS[type(each)]] for each in kind.kinds])
    reading.add(way, f"{capital(described(value))} stands here.", f"Write {wanted}.")
    return ABSENT


STANDS_AS: dict[type, type] = {Text: str, ListOf: list, MapOf: dict, Object: dict}
CALLED: dict[type, str] = {str: "text in double quotes", list: "a list […]", dict: "an object {…}"}

READERS: dict[type, Callable[..., object]] = {
    Text: _read_text,
    Name: _read_name,
    OfficialNumber: _read_official_number,
    FileName: _read_file_name,
    WebAddress: _read_web_address,
    LanguageTag: _read_language_tag,
    Day: _read_day,
    Number: _read_number,
    Exactly: _read_exactly,
    ListOf: _read_list,
    MapOf: _read_map,
    Object: _read_object,
    Either: _read_either,
}
