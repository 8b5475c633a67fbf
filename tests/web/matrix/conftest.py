"""One world for the tests of a file, and one walk through it."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.web.matrix import everything  # noqa: F401  fills MAKERS
from tests.web.matrix.walk import Walker
from tests.web.matrix.world import World, standing_world


@pytest.fixture
def _django_db_helper(made: World) -> None:
    """In place of pytest-django's transaction for each test, which would end ours: `made` takes its rows back."""


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Exercises, people in every relation, and one row of everything. What a test changes, it takes back."""
    with standing_world(django_db_blocker) as world:
        yield world


@pytest.fixture(scope="module")
def walker(made: World) -> Walker:
    """Everybody signed in."""
    return Walker(made)
