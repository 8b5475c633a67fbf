"""A mapping out of one YAML file, read key by key; whatever is wrong is noted and reading goes on."""

from collections.abc import Iterator, Sequence

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.text import TextRefused, clean, shown

LONGEST_TEXT = 4_000


class Notes:
    """The problems found so far in one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def add(self, way: str, what: str, do: str) -> None:
        """Note one problem at `way`, the path to the value inside the file."""
        self.problems.append(Problem(what=what, do=do, file=self.file, column=way))


class Entry:
    """One mapping of a file. Every getter gives a harmless value where the file is wrong, and notes why.

    `finish` must be called last: keys that nobody asked for are problems too.
    """

    def __init__(self, value: object, notes: Notes, way: str = "") -> None:
        self.notes = notes
        self.way = way
        self.asked: set[str] = set()
        self.values: dict[str, object] = {}
        if isinstance(value, dict):
            self.values = value
        else:
            self.note(
                "", f"Here is {kind_of(value)}, not a mapping of keys to values.", "Write it as `key: value` lines."
            )

    def path(self, key: str) -> str:
        """The way from the top of the file to `key`."""
        return ".".join(part for part in (self.way, key) if part)

    def note(self, key: str, what: str, do: str) -> None:
        """Note a problem with the value of `key`."""
        self.notes.add(self.path(key), what, do)

    def has(self, key: str) -> bool:
        """Whether the key is written at all."""
        return key in self.values

    def take(self, key: str) -> object:
        """The raw value of a key that must be there; None, with a note, where it is not."""
        self.asked.add(key)
        if key not in self.values:
            if self.values:
                self.note("", f"The key '{key}' is missing.", f"Add `{key}:` here.")
            return None
        return self.values[key]

    def text(self, key: str, *, default: str | None = None, may_be_empty: bool = False) -> str:
        """A text; `default` where the key may be left out."""
        self.asked.add(key)
        if default is not None and key not in self.values:
            return default
        if key not in self.values:
            self.take(key)
            return ""
        return self.cleaned(key, self.values[key], may_be_empty=may_be_empty)

    def cleaned(self, key: str, value: object, *, may_be_empty: bool = False) -> str:
        """`value` as one stored text, or "" and a note."""
        if not isinstance(value, str):
            self.note(
                key, f"Here is {kind_of(value)}, not text.", 'Write text; put numbers such as "2.1" in quotation marks.'
            )
            return ""
        try:
            text = clean(value, most=LONGEST_TEXT).strip()
        except TextRefused as refused:
            self.note(key, refused.what, refused.do)
            return ""
        if not text and not may_be_empty:
            self.note(key, "The text is empty.", "Write it, or take the key out if it may be left out.")
        return text

    def choice(self, key: str, allowed: Sequence[str]) -> str:
        """One of the words allowed; the first of them where the file is wrong."""
        value = self.take(key)
        if key in self.values and value not in allowed:
            self.note(key, f"{shown(value)} is not known here.", f"Write one of: {', '.join(allowed)}.")
        return value if isinstance(value, str) and value in allowed else allowed[0]

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """True or false."""
        self.asked.add(key)
        if default is not None and key not in self.values:
            return default
        value = self.take(key)
        if key in self.values and not isinstance(value, bool):
            self.note(key, f"Here is {kind_of(value)}, not true or false.", "Write true or false.")
        return value is True

    def whole(self, key: str, *, least: int = 0, most: int = 1_000_000) -> int:
        """A whole number from `least` to `most`; `least` where the file is wrong."""
        value = self.take(key)
        if key not in self.values:
            return least
        if isinstance(value, bool) or not isinstance(value, int):
            self.note(
                key, f"Here is {kind_of(value)}, not a whole number.", f"Write a whole number from {least} to {most}."
            )
            return least
        if not least <= value <= most:
            self.note(key, f"{value} is out of range.", f"Write a whole number from {least} to {most}.")
            return least
        return value

    def whole_or_unknown(self, key: str, *, least: int = 0, most: int = 1_000_000) -> int | None:
        """A whole number, or None where the file says `null`: nobody knows."""
        if key in self.values and self.values[key] is None:
            self.asked.add(key)
            return None
        return self.whole(key, least=least, most=most)

    def items(self, key: str, *, may_be_empty: bool = False) -> list[tuple[object, str]]:
        """The items of a list, each with its way."""
        value = self.take(key)
        if key not in self.values:
            return []
        if not isinstance(value, list):
            self.note(key, f"Here is {kind_of(value)}, not a list.", "Write it as a list, each item after a dash.")
            return []
        if not value and not may_be_empty:
            self.note(key, "The list is empty.", "Write at least one item.")
        return [(item, f"{key}[{number}]") for number, item in enumerate(value)]

    def texts(self, key: str, *, may_be_empty: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(self.cleaned(way, item) for item, way in self.items(key, may_be_empty=may_be_empty))

    def entry(self, key: str) -> "Entry":
        """The mapping under `key`."""
        value = self.take(key)
        return Entry(value if key in self.values else {}, self.notes, self.path(key))

    def entries(self, key: str) -> Iterator["Entry"]:
        """The mappings in the list under `key`."""
        for item, way in self.items(key):
            yield Entry(item, self.notes, self.path(way))

    def finish(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.values:
            if key not in self.asked:
                self.note(
                    key,
                    f"The key '{key}' is not known here.",
                    f"Take it out, or write one of: {', '.join(sorted(self.asked))}.",
                )


def read_file(path: str, file: str) -> object:
    """What one YAML file says; `file` is its name in problems. Raises ProblemsFound."""
    from touchstone.intake.strict_yaml import MOST_CHARACTERS, read_yaml

    try:
        with open(path, encoding="utf-8") as opened:
            text = opened.read(MOST_CHARACTERS + 1)  # one more than is taken, so that it is told
    except FileNotFoundError:
        raise ProblemsFound([Problem("The file is not there.", "Add it.", file)]) from None
    except UnicodeDecodeError:
        raise ProblemsFound([Problem("The file is not UTF-8 text.", "Save it as UTF-8.", file)]) from None
    except OSError as error:
        raise ProblemsFound(
            [Problem(f"The file cannot be read: {error.strerror}.", "Check its rights.", file)]
        ) from None
    return read_yaml(text, file=file)


def kind_of(value: object) -> str:
    """What a YAML value is, in words."""
    kinds = {dict: "a mapping", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}
    return "nothing" if value is None else kinds.get(type(value), "something else")
