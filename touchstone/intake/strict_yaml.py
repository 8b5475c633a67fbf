"""YAML read strictly: the part of it that people and programs read alike, and nothing else.

YAML has surprises that facts cannot afford: `no` is false, `2.10` is 2.1, a key written twice silently wins, an
anchor of ten lines can unfold to gigabytes. Here a value is text, a whole number, true, false, null, a list or a
mapping; what could be read in two ways is refused and must be put in quotes. Dates stay text.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.text import shown

if TYPE_CHECKING:
    import yaml

MOST_CHARACTERS = 2_000_000
MOST_DEPTH = 64

_NOTHING = ("", "~", "null")
_TRUTH = {"true": True, "false": False}
# Words that YAML 1.1 reads as true, false or null and YAML 1.2 as text.
_TWO_WAYS = {"yes", "no", "on", "off", "y", "n", "true", "false", "null"}


def read_yaml(text: str, *, file: str) -> object:
    """What one YAML document says, as dicts, lists, strings, whole numbers, True, False and None. Keys are text.

    Raises ProblemsFound, each with its line, for duplicate keys, tags, anchors, aliases, merge keys, a second
    document, unquoted words or numbers that can be read in two ways, nesting deeper than 64, and bad syntax.
    """
    if len(text) > MOST_CHARACTERS:
        what = f"The file has {len(text):,} characters; at most {MOST_CHARACTERS:,} are read."
        raise ProblemsFound([Problem(what, "Split it, or check that it is the right file.", file)])
    import yaml

    reading = _Reading(file)
    try:
        # Events, not `yaml.load`: it is the only level where anchors, tags and quotes can still be seen.
        reading.take(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}, character {mark.column + 1}" if mark else ""
        what = f"This is not YAML: {error.problem or 'it cannot be read'}."
        reading.problems.append(
            Problem(what, "Check indentation, colons and quotes at this place.", file, column=place)
        )
    except (yaml.YAMLError, UnicodeEncodeError):
        what = "The file holds a character that YAML does not allow."
        reading.problems.append(Problem(what, "Delete control characters and save it as UTF-8.", file))
    if reading.problems:
        raise ProblemsFound(reading.problems)
    return reading.value


class _Reading:
    """Builds the value from YAML's events and notes every problem on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.value: object = None
        self._documents = 0

    def take(self, events: Iterator[Any]) -> None:
        import yaml

        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._documents += 1
                if event.tags:
                    self._note(event, "A %TAG directive is not allowed.", "Delete it.")
            elif isinstance(event, yaml.DocumentEndEvent | yaml.StreamStartEvent | yaml.StreamEndEvent):
                continue
            else:
                value = self._node(event, events, 0)
                if self._documents == 1:
                    self.value = value
                else:
                    self._note(event, "A second document begins here.", "Keep one document in a file.")

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> object:
        import yaml

        self._refuse_shorthand(event)
        if depth > MOST_DEPTH:
            self._note(event, f"Values are nested more than {MOST_DEPTH} deep.", "Simplify the file.")
            raise ProblemsFound(self.problems)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                items.append(self._node(inner, events, depth + 1))
            return items
        return self._scalar(event) if isinstance(event, yaml.ScalarEvent) else None

    def _mapping(self, events: Iterator[Any], depth: int) -> dict[str, object]:
        import yaml

        found: dict[str, object] = {}
        first_line: dict[str, int] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            if isinstance(event, yaml.ScalarEvent):
                self._refuse_shorthand(event)
                key = event.value
                if key == "<<" and not event.style:
                    self._note(event, "The merge key '<<' is not allowed.", "Write the values out.")
                elif key in found:
                    what = f"The key {shown(key)} is written twice; the first is in line {first_line[key]}."
                    self._note(event, what, "Keep one and delete the other.")
            else:
                self._node(event, events, depth + 1)
                self._note(event, "A key must be one plain word or text.", "Write a simple key.")
                key = ""
            first_line.setdefault(key, event.start_mark.line + 1)
            found[key] = self._node(next(events), events, depth + 1)
        return found

    def _scalar(self, event: "yaml.ScalarEvent") -> object:
        word: str = event.value
        if event.style:  # quoted, or a block of text
            return word
        if word in _NOTHING:
            return None
        if word in _TRUTH:
            return _TRUTH[word]
        if word.isascii() and word.removeprefix("-").isdigit():
            return self._whole_number(event, word)
        if word.lower() in _TWO_WAYS:
            self._note(
                event,
                f"{shown(word)} can be read as a word or as true or false.",
                "Write true or false, or put it in quotes.",
            )
        elif _may_be_a_number(word):
            self._note(event, f"{shown(word)} can be read as a number or as text.", "Put it in quotes.")
        return word

    def _whole_number(self, event: "yaml.ScalarEvent", word: str) -> int | str:
        digits = word.removeprefix("-")
        if len(digits) > 1 and digits.startswith("0"):
            self._note(
                event, f"{shown(word)} begins with a zero: it can be read as octal or as text.", "Put it in quotes."
            )
            return word
        if len(digits) > 18:
            self._note(event, f"The number has {len(digits)} digits; that is too large.", "Put it in quotes.")
            return word
        return int(word)

    def _refuse_shorthand(self, event: Any) -> None:
        import yaml

        if isinstance(event, yaml.AliasEvent):
            self._note(event, f"The alias {shown(event.anchor)} is not allowed.", "Write the value out.")
            return
        if event.anchor is not None:
            self._note(
                event, f"The anchor {shown(event.anchor)} is not allowed.", "Write the value out where it is needed."
            )
        if event.tag is not None:
            self._note(event, f"The tag {shown(event.tag)} is not allowed.", "Delete it; quotes make a text.")

    def _note(self, event: Any, what: str, do: str) -> None:
        place = f"line {event.start_mark.line + 1}"
        self.problems.append(Problem(what, do, self.file, column=place))


def _may_be_a_number(word: str) -> bool:
    """True for what some YAML reader takes as a number: 2.1, 1e3, 0x1F, 1_000, 12:30, .inf, +5."""
    bare = word.lower().lstrip("+-")
    if bare in (".inf", ".nan"):
        return True
    if bare[:2] in ("0x", "0o", "0b"):
        return bare[2:].isalnum()
    marks = bare.replace("_", "").replace(":", "").replace(".", "")
    one_point = bare.count(".") <= 1
    return one_point and (marks.isdigit() or _is_power(bare))


def _is_power(bare: str) -> bool:
    before, e, after = bare.partition("e")
    return bool(e) and before.replace(".", "", 1).isdigit() and after.lstrip("+-").isdigit()
