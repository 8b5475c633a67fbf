"""Figures in prose are named, and printed as the published reports print numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.dossier.inspection import (
    Activity,
    ContextFigure,
    Dates,
    Inspection,
    Recommendation,
    SampleCount,
    Service,
    Survey,
)
from touchstone.dossier.prose import figures, filled, in_figures, in_words, unknown_names
from touchstone.rating.answers import Evidence

NORTHSHIRE = Inspection(
    id="northshire-2024",
    framework="hmip-youth-2021",
    revision=1,
    title="An inspection of Northshire",
    kind="inspection",
    service=Service("northshire", "Northshire Youth Justice Service", "Northshire"),
    dates=Dates(),
    evidence=Evidence(caseloads={"court": 1148}),
    context=(
        ContextFigure("staff", "Staff", 141, "people", "the service"),
        ContextFigure("teams", "Teams", 4, "teams", "the service"),
        ContextFigure("reoffending", "Reoffending", 38.2, "%", "national figures"),
        ContextFigure("care", "Cared for", 6, "%", "the service"),
        ContextFigure("budget", "Budget", 1250000, "£", "the service"),
    ),
    sample=(SampleCount("court", "community_sentence", 33), SampleCount("court", "custodial_sentence", 6)),
    activities=(Activity("meetings", "Meetings", 18), Activity("groups", "Focus groups", 0)),
    surveys=(Survey("parents", "Parents", ((2, 2), (7, 1), (9, 1), (10, 1))), Survey("nobody", "Nobody", ())),
    recommendations=(Recommendation(1, "The board", "Meet."),),
)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("It employs {context:staff} staff.", "It employs 141 staff."),
        ("It has {context:teams} teams.", "It has four teams."),
        ("{context:teams} teams cover it.", "Four teams cover it."),
        ("It is large. {sample:court.custodial_sentence} cases.", "It is large. Six cases."),
        ("“It is large.” {context:teams} teams.", "“It is large.” Four teams."),
        (
            "Reoffending is {context:reoffending}; {context:care} are cared for.",
            "Reoffending is 38.2%; 6% are cared for.",
        ),
        ("A budget of {context:budget}.", "A budget of £1,250,000."),
        ("We read {sample:court} of {caseload:court}.", "We read 39 of 1,148."),
        ("{activity:meetings} meetings, {activity:groups} groups.", "18 meetings, no groups."),
        ("{survey:parents} answered, {survey:parents.average} on average.", "Five answered, 6.0 on average."),
        ("We make {recommendations} recommendation.", "We make one recommendation."),
        ("Nothing {{here}} is a name.", "Nothing {here} is a name."),
        ("Nothing at all.", "Nothing at all."),
    ],
)
def test_prints_a_named_figure_where_it_stands(written, printed):
    assert filled(written, NORTHSHIRE) == printed
    assert unknown_names(written, figures(NORTHSHIRE)) == ()


@pytest.mark.parametrize(
    ("written", "unknown"),
    [
        ("{context:stuff} and {context:stuff}", ("context:stuff",)),
        ("{staff} {sample:}", ("staff", "sample:")),
        ("a { b", ("{",)),
        ("a } b", ("}",)),
        ("{a {context:staff}", ("{",)),
        ("{}", ("",)),
        ("{survey:nobody.average}", ("survey:nobody.average",)),
    ],
)
def test_tells_every_name_that_nothing_has(written, unknown):
    assert unknown_names(written, figures(NORTHSHIRE)) == unknown
    with pytest.raises(KeyError):
        filled(written, NORTHSHIRE)


@given(st.text(alphabet="ab {}:.", max_size=30))
def test_any_text_is_either_printed_or_told(text):
    if unknown_names(text, figures(NORTHSHIRE)):
        with pytest.raises(KeyError):
            filled(text, NORTHSHIRE)
    else:
        assert filled(text, NORTHSHIRE).count("{") == text.count("{") // 2


@given(st.text(max_size=40))
def test_doubled_braces_print_as_themselves(text):
    doubled = text.replace("{", "{{").replace("}", "}}")
    assert filled(doubled, NORTHSHIRE) == text


def test_numbers_as_the_reports_print_them():
    assert [in_words(number) for number in (0, 1, 9, 10, 1250, -3)] == ["no", "one", "nine", "10", "1,250", "-3"]
    assert [in_figures(number) for number in (38.2, 38.0, 1144900)] == ["38.2", "38", "1,144,900"]
