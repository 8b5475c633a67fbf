"""Every share of up to 200 cases and every score, against SQL that knows nothing of our arithmetic.

SQLite rounds a decimal fraction half up by itself and compares it with edges written in a table. Its doubles cannot
err here: a share that is exactly a half is a double exactly, and no other comes nearer to one than 1/400.
"""

import sqlite3

import pytest

from tests.factories.rating import WORDS, counted, judged, make_framework, make_rule, shares
from touchstone.rating.answers import Evidence, Judgement
from touchstone.rating.inspection import rate_inspection

SCHEMA = """
create table question_band (rating text, from_percent real, below_percent real);
insert into question_band values ('Inadequate', 0, 50), ('Requires improvement', 50, 65),
                                 ('Good', 65, 80), ('Outstanding', 80, 101);
create table overall_band (rating text, least_score integer, most_score integer);
insert into overall_band values ('Inadequate', 0, 6), ('Requires improvement', 7, 18),
                                ('Good', 19, 30), ('Outstanding', 31, 36);
create table number (n integer);
with recursive counting(n) as (select 0 union all select n + 1 from counting where n < 200)
insert into number select n from counting;
create view share as
select yes.n as yes, size.n as of, cast(round(100.0 * yes.n / size.n) as integer) as percent,
       100.0 * yes.n / size.n as exact
from number as size join number as yes on yes.n <= size.n where size.n > 0;
"""


@pytest.fixture(scope="module")
def sql():
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)
    yield connection
    connection.close()


def rated_share(yes, of, rule):
    """One key question through the whole method."""
    framework = make_framework(counted("2.1", questions=1), rule=rule)
    rated = rate_inspection(framework, Evidence(shares=shares(s2_1=f"{yes}/{of}"))).standard("2.1")
    return rated.questions[0].percent, rated.rating


def test_all_20_300_shares_of_up_to_200_cases(sql):
    rows = sql.execute(
        "select yes, of, percent, rating from share "
        "join question_band on percent >= from_percent and percent < below_percent"
    ).fetchall()
    assert len(rows) == 20_300
    rule = make_rule()
    wrong = [(yes, of) for yes, of, percent, rating in rows if rated_share(yes, of, rule) != (percent, rating)]
    assert not wrong


def test_the_same_where_a_framework_bands_the_exact_share(sql):
    rows = sql.execute(
        "select yes, of, percent, rating from share "
        "join question_band on exact >= from_percent and exact < below_percent where of in (38, 39, 77, 199, 200)"
    ).fetchall()
    rule = make_rule(band_on="exact")
    wrong = [(yes, of) for yes, of, percent, rating in rows if rated_share(yes, of, rule) != (percent, rating)]
    assert not wrong


def test_rounded_and_exact_differ_on_228_shares_of_up_to_200_cases(sql):
    """What the choice between them is worth: one share in ninety."""
    (different,) = sql.execute(
        "select count(*) from share join question_band as rounded on percent >= rounded.from_percent "
        "and percent < rounded.below_percent join question_band as exactly on exact >= exactly.from_percent "
        "and exact < exactly.below_percent where rounded.rating <> exactly.rating"
    ).fetchone()
    assert different == 228


def ratings_worth(score, standards):
    """Some ratings of so many standards that add up to the score: as equal as they can be."""
    return [WORDS[score // standards + (place < score % standards)] for place in range(standards)]


def rated_score(score, standards, all_standards=None):
    """A score through the whole method, as judged ratings."""
    numbers = [f"1.{place}" for place in range(1, (all_standards or standards) + 1)]
    framework = make_framework(*[judged(number) for number in numbers])
    ratings = dict(zip(numbers, ratings_worth(score, standards), strict=False))
    left = {number: Judgement(not_rated_because="nothing to see") for number in numbers[standards:]}
    judgements = {number: Judgement(rating, "Why.") for number, rating in ratings.items()} | left
    rated = rate_inspection(framework, Evidence(judgements=judgements))
    return rated.score, rated.score_of, rated.overall


def test_every_score_of_36(sql):
    for score in range(37):
        (rating,) = sql.execute(
            "select rating from overall_band where ? between least_score and most_score", [score]
        ).fetchone()
        assert rated_score(score, 12) == (score, 36, rating)


def test_every_score_where_fewer_standards_are_rated(sql):
    """A score takes the band of the score out of 36 that is the same share of it, or the next one above."""
    for standards in range(1, 12):
        for score in range(3 * standards + 1):
            (rating,) = sql.execute(
                "select rating from overall_band where ? * 36.0 / ? <= most_score order by most_score limit 1",
                [score, 3 * standards],
            ).fetchone()
            assert rated_score(score, standards, 12) == (score, 3 * standards, rating), (score, standards)
