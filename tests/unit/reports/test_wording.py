"""How a report says dates, lists, counts and bands."""

from dataclasses import replace

import pytest

from touchstone.reports.sections_front import is_iso
from touchstone.reports.sections_method import overall_bands
from touchstone.reports.wording import (
    band_range,
    counted,
    figure,
    interval,
    is_or_are,
    listed,
    on_or_in,
    printed_date,
    printed_month,
    safe_id,
    sentence,
)
from touchstone.standards.loading import load_framework

RULE = load_framework("hmip-youth-2021").rating


@pytest.mark.parametrize(
    ("iso", "printed"),
    [
        ("2023-03-21", "21 March 2023"),
        ("2022-12-05", "5 December 2022"),
        ("2023-03", "March 2023"),
        ("2023", "2023"),
        ("2023-03-21T00:01", "00.01 on 21 March 2023"),
    ],
)
def test_dates(iso, printed):
    assert printed_date(iso) == printed


@pytest.mark.parametrize(
    ("iso", "printed"), [("2023-03-21T00:01", "March 2023"), ("2023-03", "March 2023"), ("2023", "2023")]
)
def test_months(iso, printed):
    assert printed_month(iso) == printed


@pytest.mark.parametrize(
    ("iso", "printed"), [("2023-03-21", "on 21 March 2023"), ("2023-03", "in March 2023"), ("2023", "in 2023")]
)
def test_dates_inside_a_sentence(iso, printed):
    assert on_or_in(iso) == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("No cases", "No cases."),
        ("No cases.", "No cases."),
        ("They said 'no.'", "They said 'no.'"),
        ("They said 'no'", "They said 'no'."),
        ("(None came.) ", "(None came.)"),
    ],
)
def test_a_sentence_ends_with_one_full_stop(text, printed):
    assert sentence(text) == printed


def test_numbers_with_their_verb():
    assert is_or_are(["1.2"]) == "1.2 is"
    assert is_or_are(["1.2", "1.3", "4.1"]) == "1.2, 1.3 and 4.1 are"


@pytest.mark.parametrize(
    ("text", "is_date"),
    [
        ("2022-12", True),
        ("2022", True),
        ("2022-12-05", True),
        ("2022-13", False),
        ("this year", False),
        ("12-2022", False),
        ("", False),
    ],
)
def test_what_is_a_date_and_what_is_words(text, is_date):
    assert is_iso(text) is is_date


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists(words, said):
    assert listed(words) == said


@pytest.mark.parametrize(
    ("number", "said"), [(0, "no cases"), (1, "one case"), (9, "nine cases"), (1250, "1,250 cases")]
)
def test_counts(number, said):
    assert counted(number, "case") == said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (1144900, "people", "1,144,900 people"),
        (6.7, "%", "6.7%"),
        (67, "%", "67%"),
        (7000000, "£", "£7,000,000"),
        (3, "", "3"),
    ],
)
def test_figures(value, unit, said):
    assert figure(value, unit) == said


def test_the_bands_are_told_as_the_framework_has_them():
    assert [band_range(RULE, place) for place in range(4)] == ["below 50%", "50% to 64%", "65% to 79%", "80% or more"]
    exact = replace(RULE, band_on="exact")
    assert band_range(exact, 1) == "50% to below 65%"


def test_intervals_sentences_and_addresses():
    assert interval(35.9, 66.06) == "36% to 66%"
    assert [sentence("It is so"), sentence("Is it?")] == ["It is so.", "Is it?"]
    assert safe_id("standard", "V1.2", "Areas für improvement") == "standard-v1-2-areas-f-r-improvement"


@pytest.mark.parametrize(
    ("of", "rows"),
    [
        (36, ["0 to 6", "7 to 18", "19 to 30", "31 to 36"]),
        (24, ["0 to 4", "5 to 12", "13 to 20", "21 to 24"]),
        (9, ["0 to 1", "2 to 4", "5 to 7", "8 to 9"]),
        (3, ["0", "1", "2", "3"]),
    ],
)
def test_the_bands_of_the_score_scale_as_the_rating_does(of, rows):
    from touchstone.rating.overall import rating_of_score
    from touchstone.rating.working import RatedInspection
    from touchstone.reports.material import Material

    rated = RatedInspection("hmip-youth-2021", (), 0, of, "", False, (), (), ())
    table = overall_bands(Material(None, rated, load_framework("hmip-youth-2021"), ()), RULE)
    assert [row[0] for row in table.rows] == rows
    for span, rating in table.rows:
        low, _, high = span.partition(" to ")
        assert {rating_of_score(RULE, score, of) for score in range(int(low), int(high or low) + 1)} == {rating}
