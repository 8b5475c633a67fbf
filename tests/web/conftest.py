"""What the tests of the site share: the site as `seed` fills it, made once and put into each test's database."""

from functools import cache
from pathlib import Path

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from pytest_django.plugin import DjangoDbBlocker

from tests.factories import people
from tests.factories.people import Cast
from touchstone.dossier.archive import read_archive
from touchstone.dossier.file import read_inspection
from touchstone.dossier.inspection import Inspection
from touchstone.web.public.edition import Edition
from touchstone.web.public.making import edition_of, editions_of_archive
from touchstone.web.public.models import PublishedFile, PublishedInspection
from touchstone.web.public.operations import load_archive, publish

# The same hash, made quickly: tests are not attacked.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 64, 1

EXAMPLES = Path(__file__).resolve().parents[2] / "touchstone" / "dossier" / "examples"


@cache
def birmingham() -> Inspection:
    """The whole example inspection."""
    return read_inspection(EXAMPLES / "birmingham-2023" / "inspection.json")


@cache
def birmingham_edition() -> Edition:
    """The same, rated and rendered; that takes a second, so once for all tests."""
    return edition_of(birmingham())


@cache
def archive_editions() -> tuple[Edition, ...]:
    """Every published result of the archive."""
    return tuple(editions_of_archive(read_archive()))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database as `seed` fills it, once; every test works on it in a transaction that is taken back."""
    with django_db_blocker.unblock():
        publish(edition=birmingham_edition(), seeded=True)
        load_archive(editions=archive_editions())


@pytest.fixture
def seeded(db: None) -> PublishedInspection:
    """Birmingham's inspection of 2023 as it is published."""
    return PublishedInspection.objects.get(slug="birmingham-2023")


@pytest.fixture
def empty_site(db: None) -> None:
    """A site on which nothing is published yet."""
    PublishedInspection.objects.all().delete()
    PublishedFile.objects.all().delete()


@pytest.fixture
def cast(db: None) -> Cast:
    """An inspectorate, two services, two inspections, and sixteen people (tests/factories/people.py)."""
    return people.cast()
