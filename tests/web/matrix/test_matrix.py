"""The authorisation matrix: every role, route, method and relation, generated from the map of addresses."""

import pytest

from tests.web.matrix import inspection_rows, rows  # noqa: F401  they fill MAKERS
from tests.web.matrix.policy import METHODS, policy, routes
from tests.web.matrix.walk import Findings, Walker, every_request
from tests.web.matrix.world import MAKERS, World, world
from touchstone.web.accounts.permissions import Permission
from touchstone.web.concerns import views as concern_views
from touchstone.web.exercises.models import Exercise, Exercises

FEWEST_REQUESTS = 20_000


def walked(made: World, methods: tuple[str, ...], only: str = "") -> Findings:
    """Ask, and find."""
    walker = Walker(made)
    for asked in every_request(made, methods=methods):
        if only in ("", asked.route.name):
            walker.ask(asked)
    return walker.found


def test_every_route_has_its_row_and_every_row_its_route() -> None:
    """A new address without a word on who may use it fails here."""
    names = {route.name for route in routes()}
    assert not names - policy().keys(), f"no row in policy.yaml: {sorted(names - policy().keys())}"
    assert not policy().keys() - names, f"no such route: {sorted(policy().keys() - names)}"


def test_every_keyword_of_an_address_has_a_row_to_stand_for_it() -> None:
    inside = [route for route in routes() if policy()[route.name].kind == "exercise"]
    assert {keyword for route in inside for keyword in route.keywords} - {"id"} <= MAKERS.keys()


def test_nobody_reads_what_they_may_not(db: None) -> None:
    """The quick part: reading and acting, by everybody, in every relation."""
    found = walked(world(), ("get", "post"))
    assert not found.total(), found.shown()


@pytest.mark.slow
def test_the_whole_matrix(db: None) -> None:
    found = walked(world(), METHODS)
    print(f"\nauthorisation matrix: {found.requests} requests, {dict(found.by_answer)}")
    assert found.requests >= FEWEST_REQUESTS
    assert not found.total(), found.shown()


def test_it_goes_red_on_a_planted_leak(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exercise shown to all."""

    def shown_to_all(self: Exercises, person: object) -> Exercises:
        return self.as_scoped()

    monkeypatch.setattr(Exercises, "visible_to", shown_to_all)
    assert walked(world(), ("get",), "exercise").leaks


def test_it_goes_red_on_a_forgotten_permission(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that asks for none."""

    def forgetful(request: object, id: object, *, permission: Permission | None = None) -> Exercise:
        return real(request, id)  # type: ignore[arg-type]

    real = concern_views.exercise_or_404
    monkeypatch.setattr(concern_views, "exercise_or_404", forgetful)
    assert walked(world(), ("get",), "concern-duty").leaks


def test_it_goes_red_on_a_wrong_denial(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page nobody may read any more."""
    monkeypatch.setattr(Exercises, "visible_to", lambda self, person: self.none().as_scoped())
    assert walked(world(), ("get",), "exercise").wrong_denials
