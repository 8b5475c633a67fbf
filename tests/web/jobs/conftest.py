"""What tests of jobs share: a database apart, where workers are started and killed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.apart import Apart, apart
from tests.web.jobs import work


@pytest.fixture(autouse=True)
def _work() -> None:
    """The kinds of work that tests ask for."""
    work.register()


@pytest.fixture
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[Apart]:
    """A database of the test's own."""
    with django_db_blocker.unblock(), apart(tmp_path) as made:
        yield made
