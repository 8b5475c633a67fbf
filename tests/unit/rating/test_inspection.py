"""The whole method on Birmingham's published counts."""

from touchstone.rating.inspection import rate_inspection


def test_birmingham_gets_its_published_ratings(youth_2021, birmingham):
    rated = rate_inspection(youth_2021, birmingham)
    assert {each.id: each.rating for each in rated.standards} == {
        "1.1": "Requires improvement",
        "1.2": "Requires improvement",
        "1.3": "Requires improvement",
        "1.4": "Requires improvement",
        "2.1": "Requires improvement",
        "2.2": "Requires improvement",
        "2.3": "Inadequate",
        "2.4": "Inadequate",
        "3.1": "Requires improvement",
        "3.2": "Good",
        "3.3": "Requires improvement",
        "3.4": "Requires improvement",
        "4.1": "Requires improvement",
    }
    assert (rated.score, rated.score_of, rated.overall) == (11, 36, "Requires improvement")
    assert not rated.provisional


def test_two_of_birminghams_ratings_hang_on_one_case(youth_2021, birmingham):
    rated = rate_inspection(youth_2021, birmingham)
    assert [each.id for each in rated.standards if each.cases_down == 1] == ["2.1", "3.3"]
    assessment = rated.standard("2.1")
    assert (assessment.decided_by, assessment.deciding_question.percent) == ("2.1.3", 51)
    assert (assessment.cases_up, assessment.answers_up, assessment.cases_down) == (6, 9, 1)
