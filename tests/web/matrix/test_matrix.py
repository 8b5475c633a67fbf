"""The authorisation matrix: every role, route, method and relation, generated from the map of addresses."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse

from tests.web.matrix.policy import METHODS, contents, policy, routes
from tests.web.matrix.walk import Findings, Walker, every_request
from tests.web.matrix.world import MAKERS, World
from touchstone.web.accounts import models as account_models
from touchstone.web.accounts.permissions import Permission
from touchstone.web.accounts.roles import ROLES
from touchstone.web.assessments import assessment
from touchstone.web.concerns import views as concern_views
from touchstone.web.design import errors
from touchstone.web.evidence.gathered import EvidenceItem, EvidenceItems
from touchstone.web.exercises import views as exercise_views
from touchstone.web.exercises.models import Exercise, Exercises
from touchstone.web.samples.models import SampledCases
from touchstone.web.tenancy import TenantRows

pytestmark = pytest.mark.django_db

FEWEST_REQUESTS = 20_000


def walked(made: World, *, methods: tuple[str, ...] = ("get",), only: tuple[str, ...] = (), thorough: bool = False
           ) -> Findings:  # fmt: skip
    """Ask, and find."""
    requests = every_request(made, methods=methods, only=only, thorough=thorough)
    return Walker(made).walk(requests, thorough=thorough)


def test_every_route_has_its_row_and_every_row_its_route() -> None:
    """A new address without a word on who may use it fails here."""
    names = {route.name for route in routes()}
    assert not names - policy().keys(), f"no row in policy.yaml: {sorted(names - policy().keys())}"
    assert not policy().keys() - names, f"no such route: {sorted(policy().keys() - names)}"


def test_every_name_is_of_one_route() -> None:
    """Two addresses of one name would share a row of the policy."""
    names = [route.name for route in routes()]
    assert sorted(names) == sorted(set(names))


def test_every_keyword_of_an_address_has_a_row_to_stand_for_it() -> None:
    for route in routes():
        row = policy()[route.name]
        if row.kind in ("exercise", "installation", "own"):
            needed = {row.rows.get(keyword, keyword) for keyword in route.keywords}
            assert needed - ({"id"} if row.kind == "exercise" else set()) <= MAKERS.keys(), route


def test_nobody_reads_what_they_may_not(made: World) -> None:
    """The quick part: reading and acting, by every role where it is held and by those who hold it elsewhere."""
    found = walked(made, methods=("get", "post"))
    print(f"\nauthorisation matrix, quick part: {found.counts()}")
    assert not found.total(), found.shown()
    unseen = contents().keys() - found.kinds
    assert not unseen, f"no page shows these, so that nothing is proved of them: {sorted(unseen)}"


@pytest.mark.slow
def test_the_whole_matrix(made: World) -> None:
    found = walked(made, methods=METHODS, thorough=True)
    print(f"\nauthorisation matrix: {found.counts()}")
    assert found.requests >= FEWEST_REQUESTS
    assert not found.total(), found.shown()


# ── It goes red when something leaks ─────────────────────────────────────────────────────────────────────────────


def test_it_goes_red_on_a_planted_leak(made: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exercise shown to all."""
    monkeypatch.setattr(Exercises, "visible_to", lambda self, person: self.as_scoped())
    assert walked(made, only=("exercise",)).leaks


def test_it_goes_red_on_a_forgotten_permission(made: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that asks for none."""
    real = concern_views.exercise_or_404

    def forgetful(request: HttpRequest, id: Any, *, permission: Permission | None = None) -> Exercise:
        return real(request, id)

    monkeypatch.setattr(concern_views, "exercise_or_404", forgetful)
    assert walked(made, only=("concern-duty",)).leaks


def test_it_goes_red_on_a_wrong_denial(made: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page nobody may read any more."""
    monkeypatch.setattr(Exercises, "visible_to", lambda self, person: self.none().as_scoped())
    assert walked(made, only=("exercise",)).wrong_denials


def test_it_goes_red_on_choices_of_another_inspection(made: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A select that holds rows of every inspection: their ids are on the page, though no word of theirs is."""
    monkeypatch.setattr(SampledCases, "filter", lambda self, *args, **kwargs: self.as_scoped())
    leaks = walked(made, only=("raise-concern",)).leaks
    assert any("the id of a case of elsewhere" in leak for leak in leaks)


def test_it_goes_red_on_words_of_another_inspection(made: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that forgets to stay within its exercise."""
    monkeypatch.setattr(EvidenceItems, "filter", lambda self, *args, **kwargs: self.as_scoped())
    leaks = walked(made, only=("evidence",)).leaks
    assert any("the page holds evidence of elsewhere" in leak for leak in leaks)


def test_it_goes_red_on_content_that_a_role_may_not_see(made: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody of the team reads everything: right exercise, wrong eyes."""
    monkeypatch.setattr(account_models, "roles_with", lambda permission: frozenset(ROLES))
    leaks = walked(made, only=("survey-text", "concern")).leaks
    assert any("the page holds text of open" in leak for leak in leaks)
    assert any("the page holds concern of open" in leak for leak in leaks)


def test_it_goes_red_on_an_unblinded_marking(made: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second marker who sees the first marking."""
    monkeypatch.setattr(assessment, "kept_blind", lambda *args, **kwargs: Q(pk__in=[]))
    leaks = walked(made, only=("case-page",)).leaks
    assert any("blind" in leak for leak in leaks)


def test_it_goes_red_on_a_missing_page_that_differs(made: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that is kept from somebody gives another page than one that is not there."""
    real_row, real_page = exercise_views.row_or_404, errors.page

    def telling(request: HttpRequest, rows: TenantRows[Any], id: Any, **more: Any) -> Any:
        try:
            return real_row(request, rows, id, **more)
        except Http404:
            request.is_hidden = id in {exercise.pk for exercise in made.exercises.values()}  # type: ignore[attr-defined]
            raise

    def page(request: HttpRequest, status: int, title: str, says: str, **more: Any) -> HttpResponse:
        return real_page(request, status, title, says + " " * getattr(request, "is_hidden", False), **more)

    monkeypatch.setattr(exercise_views, "row_or_404", telling)
    monkeypatch.setattr(errors, "page", page)
    leaks = walked(made, only=("exercise",)).leaks
    assert any("can be told from a missing one" in leak for leak in leaks)


def test_it_goes_red_on_a_page_that_writes(made: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading that changes something besides the audit."""
    real = concern_views.consult

    def counting(**told: Any) -> None:
        real(**told)
        EvidenceItem.objects.of(made.exercises["open"]).update(people=4)

    monkeypatch.setattr(concern_views, "consult", counting)
    assert walked(made, only=("concerns",)).writes_by_reading
