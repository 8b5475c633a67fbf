"""The words in which the form of a file is described once: kinds of values, as data and nothing else.

From one description come the check that reads a file (`reading.py`), the published JSON Schema (`json_schema.py`)
and the reference page (`shape_reference.py`), so the three cannot disagree.
"""

from touchstone.intake.values import dataclass

LONGEST_TEXT = 20_000
LONGEST_LINE = 500
LONGEST_NAME = 80
LARGEST_COUNT = 1_000_000  # cases, people, answers to a survey
LARGEST_FIGURE = 1_000_000_000_000  # of a context figure

NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789-_"
NUMBER_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_"


@dataclass(frozen=True, slots=True)
class Text:
    """Text. `prose` may name figures, `{context:staff}`; `blank` may be empty; `words` are all that is allowed."""

    most: int = LONGEST_LINE
    one_line: bool = True
    prose: bool = False
    blank: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """An id that is stable and safe in an address: small letters, digits, - and _."""


@dataclass(frozen=True, slots=True)
class OfficialNumber:
    """The number a framework gives a domain, standard or key question ("2", "2.1", "V1.2.1"), or a group's id."""


@dataclass(frozen=True, slots=True)
class FileName:
    """The plain name of a table beside this file, never a way into another folder."""

    endings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address of the web that a browser can open, "https://…" in visible ASCII signs; "" where there is none."""


@dataclass(frozen=True, slots=True)
class LanguageTag:
    """A language as BCP 47 writes it: "en", "cy", "zh-Hans". Its name would mean nothing to a screen reader."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day, "2022-12-05". `to_the_minute` allows "2023-03-21T00:01" too; `partly` a year or a month alone."""

    to_the_minute: bool = False
    partly: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number, whole unless `decimals`; `null` may stand where it is not known.

    `instead` is the advice for a number out of bounds, where the bounds alone would not help.
    """

    least: int = 0
    most: int = LARGEST_COUNT
    decimals: bool = False
    null: bool = False
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Exactly:
    """One value and no other: the format's name and version."""

    value: str | int


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list, every item of the same kind."""

    item: "Kind"
    least: int = 0
    most: int = 10_000


@dataclass(frozen=True, slots=True)
class MapOf:
    """An object whose keys are numbers or ids of the framework, or the words given; every value of one kind."""

    value: "Kind"
    key: "OfficialNumber | Text" = OfficialNumber()
    keys_are: str = ""  # for people: "number of a standard"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an object: its name, what may stand there, a sentence that says what it is.

    `needs` names another key without which this one says nothing.
    """

    name: str
    kind: "Kind"
    says: str
    required: bool = False
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Object:
    """An object with these keys and no others; `title` names it in the schema and the reference.

    Of `one_of` at least one key must be there, of `not_both` at most one.
    """

    title: str
    keys: tuple[Key, ...]
    says: str = ""
    one_of: tuple[str, ...] = ()
    not_both: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """One of several kinds, told apart by whether a text, a list or an object stands there."""

    kinds: tuple["Kind", ...]


Kind = (
    Text
    | Name
    | OfficialNumber
    | FileName
    | WebAddress
    | LanguageTag
    | Day
    | Number
    | Exactly
    | ListOf
    | MapOf
    | Object
    | Either
)
