"""The method is held against what the inspectorate published:

Birmingham whole, and every score that could be read.
"""

from pathlib import Path

import pytest
import yaml

from touchstone.dossier.archive import read_archive
from touchstone.rating.answers import Count, Evidence, Judgement, Share
from touchstone.rating.inspection import rate_inspection
from touchstone.rating.overall import rating_of_score
from touchstone.rating.scale import counts_giving, points_of
from touchstone.standards.loading import load_framework

EXAMPLE = Path(__file__).parent.parent / "examples" / "birmingham-2022.yaml"
SCORED = [inspection for inspection in read_archive().inspections if inspection.score is not None]
COMPLETE = [inspection for inspection in read_archive().inspections if inspection.standards_complete]


@pytest.fixture(scope="module")
def published():
    return yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))


def rated_from(published, share_of):
    """Rate Birmingham from its judged ratings and a share for each key question."""
    shares = {
        f"{standard}.{place + 1}": share_of(standard, found, place)
        for standard, found in published["published"].items()
        for place in range(3)
    }
    judgements = {number: Judgement(word) for number, word in published["judged"].items()}
    return rate_inspection(load_framework(published["framework"]), Evidence(shares=shares, judgements=judgements))


def cases_of(published, standard):
    return published["cases"]["court" if standard.startswith("2.") else "out_of_court"]


def check_birmingham(published, rated):
    expected = {number: found["rating"] for number, found in published["published"].items()} | published["judged"]
    assert {standard.id: standard.rating for standard in rated.standards} == expected
    assert (rated.score, rated.score_of, rated.overall) == (11, 36, published["overall"])
    assert (published["score"], published["score_of"]) == (11, 36)


def test_each_of_birminghams_percentages_is_one_count_of_its_cases(published):
    """All 21 are a count of the 39 court cases or the 38 others, rounded half up, and of one count only.

    So every case read was in every denominator.
    """
    for standard, found in published["published"].items():
        for percent, yes in zip(found["percents"], found["counts"], strict=True):
            assert list(counts_giving(percent, cases_of(published, standard))) == [yes]


def test_birmingham_from_its_percentages(published):
    """The thirteen ratings, 11 of 36 and Requires improvement follow from the published percentages."""
    check_birmingham(published, rated_from(published, lambda _, found, place: Share(percent=found["percents"][place])))


@pytest.mark.capability("I2")
def test_birmingham_from_its_counts(published):
    """They follow from the counts, and then it is known that 2.1 and 3.3 hang on one case."""
    rated = rated_from(
        published,
        lambda standard, found, place: Share(
            percent=found["percents"][place], count=Count(found["counts"][place], cases_of(published, standard))
        ),
    )
    check_birmingham(published, rated)
    assert [standard.id for standard in rated.standards if standard.cases_down == 1] == ["2.1", "3.3"]


def test_every_published_score_has_its_published_rating():
    """Every inspection whose score could be read, by the bands of its own framework."""
    assert len(SCORED) >= 60
    for inspection in SCORED:
        rule = load_framework(inspection.framework).rating
        found = rating_of_score(rule, inspection.score, inspection.score_of)
        assert found == inspection.overall, inspection.id


def test_standards_add_up_to_their_published_score():
    """The points of the standards that are known, and what the others could bring, hold the published score."""
    checked = 0
    for inspection in SCORED:
        framework = load_framework(inspection.framework)
        known = [inspection.rating(standard.id) for standard in framework.counted_standards]
        points = sum(points_of(framework.rating, word) for word in known if word)
        assert points <= inspection.score <= points + 3 * known.count(""), inspection.id
        checked += bool(points)
    assert checked >= 40


def test_inspections_known_whole():
    """Rated from their standards they get their published score and overall rating."""
    assert {inspection.id for inspection in COMPLETE} >= {"birmingham-2023", "east-riding-of-yorkshire-2019"}
    for inspection in COMPLETE:
        judgements = {number: Judgement(word) for number, word in inspection.standards}
        rated = rate_inspection(load_framework(inspection.framework), Evidence(judgements=judgements))
        assert (rated.score, rated.overall) == (inspection.score, inspection.overall)
        assert not rated.provisional
