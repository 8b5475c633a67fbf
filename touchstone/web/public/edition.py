"""One inspection made ready to be published: its results, its report, its files, and what they were made from."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Europe/London")  # hours of publication are given as the inspectorate's clock shows them
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class EditionFile:
    """One file to download."""

    name: str
    title: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash printed beside it."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Edition:
    """Everything of one inspection that the public site will hold; see `models.PublishedInspection`."""

    slug: str
    service_slug: str
    service_name: str
    title: str
    framework: str
    kind: str
    published: str
    overall: str
    made_from: str
    also_called: Sequence[str] = ()  # other names it may be looked for under
    region: str = ""
    framework_revision: int | None = None
    fieldwork: str = ""
    score: int | None = None
    score_of: int | None = None
    standards: Mapping[str, object] = field(default_factory=dict)
    figures: Mapping[str, object] = field(default_factory=dict)
    contents: Sequence[Mapping[str, object]] = ()
    body: str = ""
    notes: Sequence[str] = ()
    sources: Sequence[Mapping[str, str]] = ()
    demonstration: str = ""
    demonstration_link: str = ""
    visible_from: datetime = ALWAYS
    files: Sequence[EditionFile] = ()

    @property
    def year(self) -> int | None:
        """The year of publication, where it is known."""
        return int(self.published[:4]) if self.published[:4].isdigit() else None

    @property
    def sought(self) -> str:
        """The service's names to search by, the one it is listed under first."""
        return folded(" ".join([self.service_name, *self.also_called]))


def folded(text: str) -> str:
    """Text without capitals and accents, so that 'ynys mon' finds Ynys Môn."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())


def hour_of_publication(published: str) -> datetime:
    """The moment from which anybody may read it, in UTC: `2023-03-21T00:01` and `2023-03-21` are London's clock.

    A date known only to the month or the year is long past, or nobody would know it: such a result is never held
    back. An hour that London's clock skips in March is the hour after; one that comes twice in October is the first.
    """
    if len(published) < len("2023-03-21"):
        return ALWAYS
    return datetime.fromisoformat(published).replace(tzinfo=HOME).astimezone(UTC)


def fingerprint(*parts: bytes) -> str:
    """SHA-256 over parts, each with its length, so that no two lists of parts look alike."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def plain_bytes(value: object) -> bytes:
    """Plain data as bytes that are the same whenever it is the same."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False).encode()
