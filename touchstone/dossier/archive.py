"""Published results of earlier inspections, of every service: what the public site and the tests start from.

A standard that is absent could not be read in any source we could open. Absent never means a rating.
"""

from collections.abc import Mapping
from pathlib import Path

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.strict_json import read_json
from touchstone.intake.values import dataclass

PUBLISHED_RESULTS = Path(__file__).parent / "examples" / "archive" / "published-inspections.json"
RATING_WORDS = ("Inadequate", "Requires improvement", "Good", "Outstanding")
FORMAT, VERSION = "touchstone-archive", 1


@dataclass(frozen=True, slots=True)
class ArchiveSource:
    """Where a result was read."""

    title: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class ArchivedService:
    """A service with the name it is listed under. `also_called`: other names it was inspected under."""

    id: str
    name: str
    also_called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RatingCount:
    """What a source tells of several standards at once: so many of them had one of these ratings."""

    ratings: tuple[str, ...]
    standards: int
    of: int | None = None


@dataclass(frozen=True, slots=True)
class ArchivedInspection:
    """What is known of one published inspection.

    `published` is a day, a month or a year ("2023-03-21", "2021-09", "2018"), or "" with a `published_note`.
    `standards` holds only the ratings that were read; `standards_complete` says that these are all there are.
    """

    id: str
    service: str
    framework: str
    published: str
    overall: str
    sources: tuple[ArchiveSource, ...]
    published_note: str = ""
    fieldwork: str = ""
    joint: bool = False
    reinspection: bool = False
    score: int | None = None
    score_of: int | None = None
    standards: tuple[tuple[str, str], ...] = ()
    standards_complete: bool = False
    rating_counts: tuple[RatingCount, ...] = ()
    recommendations: int | None = None
    recommendations_to: tuple[tuple[str, int], ...] = ()

    def rating(self, standard: str) -> str:
        """The published rating of a standard, or "" where it is not known."""
        return dict(self.standards).get(standard, "")


@dataclass(frozen=True, slots=True)
class Archive:
    """Every service and every published inspection, oldest first within a service."""

    about: str
    services: tuple[ArchivedService, ...]
    inspections: tuple[ArchivedInspection, ...]

    def service(self, id: str) -> ArchivedService | None:
        """The service with this id, or None."""
        return next((service for service in self.services if service.id == id), None)

    def of(self, service: str) -> tuple[ArchivedInspection, ...]:
        """Every inspection of one service, oldest first."""
        return tuple(inspection for inspection in self.inspections if inspection.service == service)


# What may stand in the file: name → (the Python type of its value, whether it must be there).
SERVICE_FIELDS = {"id": (str, True), "name": (str, True), "also_called": (list, False)}
SOURCE_FIELDS = {"title": (str, True), "link": (str, False)}
COUNT_FIELDS = {"ratings": (list, True), "standards": (int, True), "of": (int, False)}
ADDRESSEE_FIELDS = {"to": (str, True), "count": (int, True)}
INSPECTION_FIELDS = {
    "id": (str, True),
    "service": (str, True),
    "framework": (str, True),
    "published": (str, True),
    "published_note": (str, False),
    "fieldwork": (str, False),
    "joint": (bool, False),
    "reinspection": (bool, False),
    "overall": (str, True),
    "score": (int, False),
    "score_of": (int, False),
    "standards": (dict, False),
    "standards_complete": (bool, False),
    "rating_counts": (list, False),
    "recommendations": (int, False),
    "recommendations_to": (list, False),
    "sources": (list, True),
}
ARCHIVE_FIELDS = {
    "format": (str, True),
    "version": (int, True),
    "about": (str, True),
    "services": (list, True),
    "inspections": (list, True),
}


def read_archive(path: Path = PUBLISHED_RESULTS) -> Archive:
    """The archive in a file. Raises ProblemsFound with everything that is wrong with it."""
    return archive_of(read_json(path.read_bytes(), file=path.name), file=path.name)


def archive_of(content: object, *, file: str) -> Archive:
    """The archive in parsed JSON. Raises ProblemsFound with everything that is wrong with it."""
    reader = ArchiveReader(file)
    archive = reader.archive(content)
    if reader.problems or archive is None:
        raise ProblemsFound(reader.problems)
    return archive


class ArchiveReader:
    """Reads the file form and keeps every problem it meets."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def say(self, where: str, what: str, do: str) -> None:
        """Keep a problem."""
        self.problems.append(Problem(what, do, self.file, column=where))

    def fields(self, content: object, where: str, wanted: Mapping[str, tuple[type, bool]]) -> dict[str, object] | None:
        """The object at `where` if it has what it must have and nothing else; None, and problems, otherwise."""
        if not isinstance(content, dict):
            self.say(where, "An object is expected here.", "Write it in braces.")
            return None
        before = len(self.problems)
        for name in content.keys() - wanted.keys():
            self.say(f"{where}.{name}", "This name is not known.", f"Use one of {', '.join(wanted)}.")
        for name, (kind, needed) in wanted.items():
            if name not in content:
                if needed:
                    self.say(f"{where}.{name}", "This is missing.", "Add it.")
            elif type(content[name]) is not kind:
                self.say(f"{where}.{name}", f"A {kind.__name__} is expected.", "Correct the value.")
            elif kind is int and content[name] < 0:
                self.say(f"{where}.{name}", "The number is below nought.", "Correct the number.")
        return content if len(self.problems) == before else None

    def archive(self, content: object) -> Archive | None:
        """The whole file."""
        found = self.fields(content, "archive", ARCHIVE_FIELDS)
        if found is None:
            return None
        if (found["format"], found["version"]) != (FORMAT, VERSION):
            self.say("format", "This is not an archive that can be read here.", f'Write "{FORMAT}" and {VERSION}.')
        services = [self.service(one, f"services[{n}]") for n, one in enumerate(listed(found["services"]))]
        known = {service.id for service in services if service}
        inspections = [
            self.inspection(one, f"inspections[{n}]", known) for n, one in enumerate(listed(found["inspections"]))
        ]
        self.once([service.id for service in services if service], "services")
        self.once([inspection.id for inspection in inspections if inspection], "inspections")
        if self.problems:
            return None
        return Archive(
            str(found["about"]),
            tuple(service for service in services if service),
            tuple(inspection for inspection in inspections if inspection),
        )

    def once(self, ids: list[str], where: str) -> None:
        """Every id is used once and is safe in an address."""
        for twice in sorted({one for one in ids if ids.count(one) > 1}):
            self.say(where, f"The id '{twice}' is used more than once.", "Give each its own id.")
        for one in ids:
            if not one.isascii() or not one.replace("-", "").isalnum() or one != one.lower():
                self.say(where, f"The id '{one}' is not safe in an address.", "Use a-z, 0-9 and hyphens.")

    def service(self, content: object, where: str) -> ArchivedService | None:
        """One service."""
        found = self.fields(content, where, SERVICE_FIELDS)
        if found is None:
            return None
        also_called = tuple(str(name) for name in listed(found.get("also_called")))
        return ArchivedService(str(found["id"]), str(found["name"]), also_called)

    def inspection(self, content: object, where: str, services: set[str]) -> ArchivedInspection | None:
        """One inspection."""
        found = self.fields(content, where, INSPECTION_FIELDS)
        if found is None:
            return None
        if found["service"] not in services:
            self.say(f"{where}.service", f"There is no service '{found['service']}'.", "Add it to services.")
        if not is_date(str(found["published"])) and (found["published"] or not found.get("published_note")):
            self.say(f"{where}.published", "This is not a date.", "Write 2023-03-21, 2023-03 or 2023, or add a note.")
        score, score_of = found.get("score"), found.get("score_of")
        if (score is None) != (score_of is None) or (isinstance(score, int) and score > int(str(score_of))):
            self.say(f"{where}.score", "The score does not fit what it is out of.", "Give both, score not above.")
        standards = self.ratings(found.get("standards") or {}, f"{where}.standards")
        self.word(found["overall"], f"{where}.overall")
        lists = {"sources", "rating_counts", "recommendations_to", "standards"}
        return ArchivedInspection(
            **{name: value for name, value in found.items() if name not in lists},  # type: ignore[arg-type]
            standards=standards,
            sources=self.sources(listed(found["sources"]), f"{where}.sources"),
            rating_counts=self.rating_counts(listed(found.get("rating_counts")), f"{where}.rating_counts"),
            recommendations_to=self.addressees(listed(found.get("recommendations_to")), f"{where}.recommendations_to"),
        )

    def word(self, rating: object, where: str) -> None:
        """A rating is one of the four words."""
        if rating not in RATING_WORDS:
            self.say(where, f"'{rating}' is not a rating.", f"Use one of {', '.join(RATING_WORDS)}.")

    def ratings(self, content: object, where: str) -> tuple[tuple[str, str], ...]:
        """Standard → rating, in the order of the standards' numbers."""
        pairs = sorted(content.items()) if isinstance(content, dict) else []
        for standard, rating in pairs:
            self.word(rating, f"{where}.{standard}")
        return tuple((str(standard), str(rating)) for standard, rating in pairs)

    def sources(self, content: list[object], where: str) -> tuple[ArchiveSource, ...]:
        """Where the result was read; one source at least."""
        if not content:
            self.say(where, "No source is given.", "Name where the result was read.")
        made = []
        for number, one in enumerate(content):
            found = self.fields(one, f"{where}[{number}]", SOURCE_FIELDS)
            if found is None:
                continue
            link = str(found.get("link", ""))
            if link and not link.startswith(("https://", "http://")):
                self.say(f"{where}[{number}].link", "This is not a web address.", "Begin it with https://.")
            made.append(ArchiveSource(str(found["title"]), link))
        return tuple(made)

    def rating_counts(self, content: list[object], where: str) -> tuple[RatingCount, ...]:
        """What a source tells of several standards at once."""
        made = []
        for number, one in enumerate(content):
            found = self.fields(one, f"{where}[{number}]", COUNT_FIELDS)
            if found is None:
                continue
            words = listed(found["ratings"])
            for rating in words:
                self.word(rating, f"{where}[{number}].ratings")
            made.append(RatingCount(tuple(str(word) for word in words), found["standards"], found.get("of")))  # type: ignore[arg-type]
        return tuple(made)

    def addressees(self, content: list[object], where: str) -> tuple[tuple[str, int], ...]:
        """How many recommendations went to whom."""
        read = [self.fields(one, f"{where}[{number}]", ADDRESSEE_FIELDS) for number, one in enumerate(content)]
        return tuple((str(found["to"]), int(str(found["count"]))) for found in read if found)


def listed(content: object) -> list[object]:
    """The list that was written, or an empty one."""
    return content if isinstance(content, list) else []


def is_date(text: str) -> bool:
    """True for a day, a month or a year as ISO writes it."""
    from datetime import date

    try:
        date.fromisoformat(text + "0000-01-01"[len(text) :] if len(text) in (4, 7) else text)
    except ValueError:
        return False
    return len(text) in (4, 7, 10) and text.replace("-", "").isdigit()
