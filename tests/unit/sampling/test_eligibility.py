"""Who may be drawn: each row has its place, or the reason why it has none."""

import pytest

from tests.factories.framework import framework, sample_group
from touchstone.intake.problems import ProblemsFound
from touchstone.sampling.dates import NotADate
from touchstone.sampling.eligibility import Eligibility, Window, eligibility, window_before
from touchstone.sampling.frame import read_frame
from touchstone.standards.framework import Framework
from touchstone.standards.loading import load_framework

SHARED_KIND = framework(
    sample_group("court", ("custodial_sentence",)), sample_group("resettlement", ("custodial_sentence",))
)
WINDOW = Window("2021-12-06", "2022-09-30")


def eligible(text: str, window: Window | None = None, using: Framework | None = None) -> Eligibility:
    using = using or framework()
    return eligibility(read_frame(text.encode(), file="list.csv", framework=using), using, window, file="list.csv")


def reasons(found: Eligibility) -> list[str]:
    return [f"{each.row} {each.reference}: {each.why}" for each in found.refused]


def test_a_case_has_its_group_kind_and_stratum() -> None:
    found = eligible("reference,kind,sex\nA1,COMMUNITY sentence, Not  Known \nA2,youth_caution,F\n")
    first, second = found.cases
    assert (first.group, first.kind, first.stratum) == (
        "court",
        "community_sentence",
        ("community_sentence", "not known"),
    )
    assert (second.group, second.stratum) == ("out_of_court", ("youth_caution",))
    assert found.of("court") == (first,)
    assert not found.refused


def test_columns_that_the_list_lacks_are_told() -> None:
    found = eligible("reference,kind\nA1,Community sentence\n")
    assert dict(found.strata) == {"court": ("kind",), "out_of_court": ("kind",)}
    assert dict(found.absent) == {"court": ("sex",), "out_of_court": ()}


def test_every_other_row_has_its_reason() -> None:
    text = (
        "reference,group,kind\n"
        "A1,,bail support\n"
        "A2,,youth_cauton\n"
        "A3,courts,Community sentence\n"
        "A4,court,youth_caution\n"
        "A5,Out of court,\n"
        "A5,Out of court,\n"
        "A6,,Youth caution\n"
    )
    found = eligible(text)
    assert reasons(found) == [
        "2 A1: this framework does not inspect the kind 'bail support'",
        "3 A2: this framework does not inspect the kind 'youth_cauton'; did you mean 'youth_caution'?",
        "4 A3: this framework does not inspect the group 'courts'; did you mean 'court'?",
        "5 A4: this framework does not inspect the kind 'youth_caution'",
        "7 A5: it is the same as row 6",
    ]
    assert [(case.reference, case.group, case.kind) for case in found.cases] == [
        ("A5", "out_of_court", ""),
        ("A6", "out_of_court", "youth_caution"),
    ]


def test_a_kind_that_two_groups_have_needs_its_group() -> None:
    found = eligible(
        "reference,group,kind\nA1,,custodial_sentence\nA2,resettlement,custodial_sentence\n", None, SHARED_KIND
    )
    assert reasons(found) == [
        "2 A1: its kind 'custodial_sentence' belongs to several groups (court, resettlement); the list must say which"
    ]
    assert found.cases[0].group == "resettlement"


@pytest.mark.parametrize(
    ("started", "ended", "why"),
    [
        ("2021-12-06", "", ""),
        ("2022-09-30", "", ""),
        ("2020-01-01", "2021-12-06", ""),
        ("2020-01-01", "", ""),
        ("2022-10-01", "", "it started on 2022-10-01, after the window (2021-12-06 to 2022-09-30)"),
        ("2020-01-01", "2021-12-05", "it ended on 2021-12-05, before the window (2021-12-06 to 2022-09-30)"),
    ],
)
def test_the_window(started: str, ended: str, why: str) -> None:
    found = eligible(f"reference,kind,started,ended\nA1,youth_caution,{started},{ended}\n", WINDOW)
    assert [each.why for each in found.refused] == ([why] if why else [])
    assert len(found.cases) == (0 if why else 1)


def test_a_blank_start_cannot_take_a_case_out_of_the_window() -> None:
    with pytest.raises(ProblemsFound) as found:
        eligible("reference,kind,started\nA1,youth_caution,\nA2,youth_caution,2022-01-01\nA3,x,\n", WINDOW)
    assert [(problem.row, problem.column) for problem in found.value.problems] == [(2, "started"), (4, "started")]
    with pytest.raises(ProblemsFound, match="The column 'started' is missing"):
        eligible("reference,kind\nA1,youth_caution\n", WINDOW)
    assert eligible("reference,kind\nA1,youth_caution\n").cases  # without a window nobody asks


def test_birminghams_window_is_counted_back_from_its_fieldwork() -> None:
    assert window_before(load_framework("hmip-youth-2021"), "2022-12-05") == WINDOW
    assert window_before(load_framework("hmip-youth-2025"), "2025-05-05") is None
    with pytest.raises(NotADate):
        window_before(framework(window=(400, 1)), "0001-06-01")


def test_a_window_that_ends_before_it_begins_cannot_be_made() -> None:
    with pytest.raises(ProblemsFound, match="begins"):
        Window("2022-01-02", "2022-01-01")
    assert Window("2022-01-01", "2022-01-01")
