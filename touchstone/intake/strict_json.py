"""JSON read strictly: nothing is written twice, nothing is not a number, nothing is too deep or too big."""

import json

from touchstone.intake.problems import Problem, ProblemsFound

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from typing import NoReturn

MOST_BYTES = 5_000_000  # a whole inspection with its prose is under one million; five million fit in 300 MB once read
MOST_DEPTH = 64
MOST_PROBLEMS = 1_000

_SMALLEST, _LARGEST = -(2**63), 2**63 - 1  # what every database and language can hold
_LONGEST_NUMBER = 20  # characters of -9223372036854775808


def read_json(data: bytes, *, file: str, most_bytes: int = MOST_BYTES) -> object:
    """What a JSON file says, as dicts, lists, strings, numbers, True, False and None.

    Refuses what other readers let pass: a key written twice in one object, NaN and Infinity, whole numbers beyond
    64 bits, nesting deeper than 64, half characters, anything that is not UTF-8 (a byte order mark is allowed).
    Raises ProblemsFound with all of them; each names the line and character, or the way to the value
    (`standards.2.1.key_questions[0].yes`).
    """
    if len(data) > most_bytes:
        what = f"The file has {len(data):,} bytes; at most {most_bytes:,} are read."
        raise ProblemsFound([Problem(what, "Check that it is the right file.", file)])
    text = _decoded(data, file)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_whole_number,
            parse_float=_decimal_number,
        )
    except json.JSONDecodeError as error:
        _refuse_syntax(error, file)
    except RecursionError:
        raise ProblemsFound([_too_deep(file, "")]) from None
    found: list[Problem] = []
    _look_into([value], (), found, file)
    if found:
        raise ProblemsFound(found[:MOST_PROBLEMS])
    return value


class _Wrong:
    """Stands where a value was that cannot be taken, until the way to it is known."""

    __slots__ = ("do", "inside", "what")

    def __init__(self, what: str, do: str, inside: tuple[object, ...] = ()) -> None:
        self.what = what
        self.do = do
        self.inside = inside


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        for key in found:
            values = tuple(value for name, value in pairs if name == key)
            if len(values) > 1:
                what = f"The key is written {len(values)} times in the same object."
                found[key] = _Wrong(what, "Keep one and delete the others.", values)
    return found


def _constant(word: str) -> _Wrong:
    return _Wrong(f"{word} is not a number that can be used.", "Write a number, or null where it is not known.")


def _whole_number(digits: str) -> int | _Wrong:
    if len(digits) <= _LONGEST_NUMBER and _SMALLEST <= (number := int(digits)) <= _LARGEST:
        return number
    count = f"{len(digits.lstrip('-'))} digits"
    return _Wrong(f"The number has {count}; that is too large.", "Check the number; put a reference in quotes.")


def _decimal_number(digits: str) -> float | _Wrong:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        return _Wrong("The number is too large.", "Check the number.")
    return number


def _look_into(
    value: dict[str, object] | list[object], way: tuple[str | int, ...], found: list[Problem], file: str
) -> None:
    """Gather every marker, half character and over-deep value below `value`, with the way to it."""
    if len(way) > MOST_DEPTH:
        found.append(_too_deep(file, _written(way)))
        return
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        kind = type(inner)
        if kind is dict or kind is list:
            _look_into(inner, (*way, key), found, file)  # type: ignore[arg-type]
        elif kind is str:
            if not inner.isascii() and _is_cut(inner):  # type: ignore[attr-defined, arg-type]
                found.append(_cut(file, _written((*way, key))))
        elif kind is _Wrong:
            found.append(Problem(inner.what, inner.do, file, column=_written((*way, key))))  # type: ignore[attr-defined]
            for each in inner.inside:  # type: ignore[attr-defined]
                if isinstance(each, dict | list):
                    _look_into(each, (*way, key), found, file)
        if type(key) is str and not key.isascii() and _is_cut(key):
            found.append(_cut(file, _written((*way, key))))


def _is_cut(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _cut(file: str, place: str) -> Problem:
    what = "The text holds half a character (a lone surrogate escape)."
    return Problem(what, "Write the character itself, or both halves of it.", file, column=place)


def _too_deep(file: str, place: str) -> Problem:
    what = f"Values are nested more than {MOST_DEPTH} deep."
    return Problem(what, "An inspection never needs that; check where the file comes from.", file, column=place[:60])


def _written(way: tuple[str | int, ...]) -> str:
    """The way to a value as people write it: `cases[3].answers.2.1.1`. The first step is our own wrapping."""
    from touchstone.intake.text import shown

    parts = [f"[{step}]" if isinstance(step, int) else "." + shown(step)[1:-1] for step in way[1:]]
    return "".join(parts).removeprefix(".")


def _decoded(data: bytes, file: str) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4]:
        what = "The file is not UTF-8 but looks like UTF-16 or UTF-32."
        raise ProblemsFound([Problem(what, "Save it again with the encoding UTF-8.", file)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        character = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        what = f"The byte {data[error.start]:#04x} is not UTF-8."
        place = f"line {line}, character {character}"
        raise ProblemsFound(
            [Problem(what, "Save the file again with the encoding UTF-8.", file, column=place)]
        ) from None


# What the parser of the standard library says, in plain words: (beginning of its message, what, what to do).
_IN_PLAIN_WORDS = (
    (
        "Expecting property name",
        "A key was expected here.",
        'Write the key in double quotes, "like this"; no comma may stand after the last one.',
    ),
    ("Expecting ':'", "A colon was expected after the key.", 'Write "key": value.'),
    (
        "Expecting ','",
        "A comma or a closing bracket was expected here.",
        "Put a comma between two values, and close every bracket.",
    ),
    (
        "Expecting value",
        "A value was expected here.",
        "Write text in double quotes, a number, true, false, null, {…} or […]; no comma may follow the last value.",
    ),
    ("Illegal trailing comma", "A comma stands after the last value.", "Delete the comma."),
    ("Unterminated string", "A text begins here and never ends.", "Close it with a double quote."),
    (
        "Invalid control character",
        "A text holds a line break, tab or control character.",
        "Write a line break as \\n and a tab as \\t.",
    ),
    ("Invalid \\", "A backslash is followed by what it cannot be.", "Write a backslash itself as \\\\."),
    (
        "Extra data",
        "The file goes on after its value has ended.",
        "Delete what follows, or check for a bracket closed too early.",
    ),
)


def _refuse_syntax(error: json.JSONDecodeError, file: str) -> "NoReturn":
    if not error.doc.strip():
        raise ProblemsFound([Problem("The file is empty.", "Check that it is the right file.", file)]) from None
    what, do = "This is not JSON.", "Check the file at this place."
    for beginning, plain, advice in _IN_PLAIN_WORDS:
        if error.msg.startswith(beginning):
            what, do = plain, advice
            break
    place = f"line {error.lineno}, character {error.colno}"
    raise ProblemsFound([Problem(what, do, file, column=place)]) from None
