"""Published results of earlier inspections, of every service: what the public site and the tests start from.

A standard that is absent could not be read in any source we could open. Absent never means a rating.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from touchstone.dossier.reading import Reading, read
from touchstone.dossier.shape import (
    LONGEST_TEXT,
    Day,
    Exactly,
    Key,
    ListOf,
    MapOf,
    Name,
    Number,
    Object,
    Text,
    WebAddress,
)
from touchstone.intake.problems import ProblemsFound
from touchstone.intake.strict_json import read_json
from touchstone.intake.values import dataclass

PUBLISHED_RESULTS = Path(__file__).parent / "examples" / "archive" / "published-inspections.json"
RATING_WORDS = ("Inadequate", "Requires improvement", "Good", "Outstanding")
FORMAT, VERSION = "touchstone-archive", 1

Tree = Mapping[str, Any]


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


# The form of the file; its published schema is made from this.
LINE = Text()
RATING = Text(words=RATING_WORDS)
TRUE = Exactly(True)

SERVICE = Object(
    "ArchivedService",
    (
        Key("id", Name(), "A name for addresses that never changes.", required=True),
        Key("name", LINE, "The name it is listed under.", required=True),
        Key("also_called", ListOf(LINE), "Other names the service was inspected under."),
    ),
    "A service.",
)
SOURCE = Object(
    "ArchiveSource",
    (
        Key("title", LINE, "What was read.", required=True),
        Key("link", WebAddress(), "Its web address."),
    ),
    "Where a result was read.",
)
RATING_COUNT = Object(
    "RatingCount",
    (
        Key("ratings", ListOf(RATING), "The ratings that are counted.", required=True),
        Key("standards", Number(), "How many standards had one of them.", required=True),
        Key("of", Number(), "Of how many, where that is told."),
    ),
    "What a source tells of several standards at once: so many had one of these ratings.",
)
ADDRESSEE = Object(
    "RecommendationsTo",
    (
        Key("to", LINE, "The body that is to act.", required=True),
        Key("count", Number(), "How many recommendations were made to it.", required=True),
    ),
    "How many recommendations went to whom.",
)
INSPECTION = Object(
    "ArchivedInspection",
    (
        Key("id", Name(), "Stable: the service's id and the year of publication, or of the programme.", required=True),
        Key("service", Name(), "The id of its service.", required=True),
        Key("framework", Name(), "The framework it was held to.", required=True),
        Key("published", Day(partly=True), "A day, month or year; empty where there is only a note.", required=True),
        Key("published_note", LINE, "What is known of the day where it could not be read."),
        Key("fieldwork", LINE, "When the inspectors were there, as far as it is known."),
        Key("joint", TRUE, "Inspected together with other inspectorates."),
        Key("reinspection", TRUE, "Inspected again within the same programme."),
        Key("overall", RATING, "The overall rating.", required=True),
        Key("score", Number(), "The score, where known.", needs="score_of"),
        Key("score_of", Number(), "What the score is out of.", needs="score"),
        Key("standards", MapOf(RATING, keys_are="number of a standard"), "Only the ratings that were read."),
        Key("standards_complete", TRUE, "True where standards holds every rating of the inspection."),
        Key("rating_counts", ListOf(RATING_COUNT), "What is told of several standards at once."),
        Key("recommendations", Number(), "How many recommendations were made."),
        Key("recommendations_to", ListOf(ADDRESSEE), "To whom."),
        Key("sources", ListOf(SOURCE, least=1), "Where the result was read; one source at least.", required=True),
    ),
    "What is known of one published inspection.",
)
ARCHIVE_FORM = Object(
    "Archive",
    (
        Key("format", Exactly(FORMAT), "Says that this is an archive.", required=True),
        Key("version", Exactly(VERSION), "The version of the format.", required=True),
        Key("about", Text(most=LONGEST_TEXT, one_line=False), "What this archive holds.", required=True),
        Key("services", ListOf(SERVICE), "Every service.", required=True),
        Key("inspections", ListOf(INSPECTION), "Every published inspection.", required=True),
    ),
    "What is known of published inspections. A standard that is absent could not be read; absent never means a rating.",
)


def read_archive(path: Path = PUBLISHED_RESULTS) -> Archive:
    """The archive in a file. Raises ProblemsFound with everything that is wrong with it."""
    return archive_of(read_json(path.read_bytes(), file=path.name), file=path.name)


def archive_of(content: object, *, file: str) -> Archive:
    """The archive in parsed JSON. Raises ProblemsFound with everything that is wrong with it."""
    reading = Reading(file)
    tree = read(ARCHIVE_FORM, content, "", reading)
    if isinstance(tree, dict):
        check_archive(tree, reading)
    if reading.problems or not isinstance(tree, dict):
        raise ProblemsFound(reading.told())
    return Archive(
        tree["about"],
        tuple(ArchivedService(it["id"], it["name"], tuple(it.get("also_called", ()))) for it in tree["services"]),
        tuple(inspection_from(it) for it in tree["inspections"]),
    )


def inspection_from(entry: Tree) -> ArchivedInspection:
    """One inspection, from an entry in which everything is right; its standards in the order of their numbers."""
    made = {
        "standards": tuple(sorted(entry.get("standards", {}).items())),
        "sources": tuple(ArchiveSource(**it) for it in entry["sources"]),
        "rating_counts": tuple(
            RatingCount(tuple(it["ratings"]), it["standards"], it.get("of")) for it in entry.get("rating_counts", ())
        ),
        "recommendations_to": tuple((it["to"], it["count"]) for it in entry.get("recommendations_to", ())),
    }
    return ArchivedInspection(**{**entry, **made})


def check_archive(tree: Tree, reading: Reading) -> None:
    """What a look at two places of the file can show to be wrong."""
    services = [it["id"] for it in tree.get("services", ()) if "id" in it]
    inspections = tree.get("inspections", ())
    check_ids("services", services, reading)
    check_ids("inspections", [it["id"] for it in inspections if "id" in it], reading)
    known = set(services)
    for place, entry in enumerate(inspections):
        way = f"inspections[{place}]"
        if "service" in entry and entry["service"] not in known:
            reading.add(f"{way}.service", f"There is no service '{entry['service']}'.", "Add it to services.")
        if entry.get("published") == "" and "published_note" not in entry:
            reading.add(f"{way}.published", "There is not a date, nor a note.", "Write 2023-03-21, 2023-03 or 2023.")
        if entry.get("score", 0) > entry.get("score_of", entry.get("score", 0)):
            what = f"A score of {entry['score']} does not fit {entry['score_of']} points."
            reading.add(f"{way}.score", what, "Correct one of them.")


def check_ids(part: str, ids: Sequence[str], reading: Reading) -> None:
    """Every id is used once."""
    for twice in sorted({one for one in ids if ids.count(one) > 1}):
        reading.add(part, f"The id '{twice}' is used more than once.", "Give each its own id.")
