"""Inspectors read a sample of cases and answer every key question of every case.

A key question's share is the cases answered yes, of the cases that count, in whole percent.
"""

from tests.spec.tables import rate_cases, rate_shares, with_parts
from touchstone.standards.loading import load_framework


def shares(rated):
    return {question.id: (question.yes, question.of, question.percent) for question in rated.standards[0].questions}


def test_the_share_of_yes():
    """Three of four cases are 75%, two are 50%, one is 25%."""
    rated = rate_cases(
        """
        case  2.1.1  2.1.2  2.1.3
        A     yes    yes    no
        B     yes    no     no
        C     yes    yes    yes
        D     no     no     no
        """,
        "2.1",
    )
    assert shares(rated) == {"2.1.1": (3, 4, 75), "2.1.2": (2, 4, 50), "2.1.3": (1, 4, 25)}


def test_every_share_names_its_cases():
    """Whoever doubts a share can look at the cases behind it."""
    rated = rate_cases(
        """
        case  2.1.1  2.1.2  2.1.3
        A     yes    yes    no
        B     n/a    yes    no
        C     no     yes    yes
        """,
        "2.1",
    )
    first = rated.standard("2.1").questions[0]
    assert (first.yes_cases, first.no_cases, first.not_applicable_cases) == (("A",), ("C",), ("B",))


def test_a_half_is_rounded_up():
    """27 of 39 is 69.2…% and is shown as 69%. One of eight is 12.5% and is shown as 13%."""
    rated = rate_shares("2.1.1 27 of 39\n2.1.2 1 of 8\n2.1.3 3 of 8", "2.1")
    assert [question.percent for question in rated.standard("2.1").questions] == [69, 13, 38]


def test_not_applicable_stays_in_the_denominator():
    """In the framework of 2021 every case read is in every denominator.

    An answer 'not applicable' is then no yes, and the working says so.
    """
    rated = rate_cases(
        """
        case  2.1.1  2.1.2  2.1.3
        A     yes    yes    yes
        B     n/a    yes    yes
        """,
        "2.1",
    )
    assert shares(rated) == {"2.1.1": (1, 2, 50), "2.1.2": (2, 2, 100), "2.1.3": (2, 2, 100)}
    assert "stay in the share and do not count as yes" in rated.standard("2.1").steps[0]


def test_where_a_framework_says_so_it_leaves_the_denominator():
    """A framework may leave such cases out. That is data of the framework, never of the program."""
    leaves = with_parts(load_framework("hmip-youth-2021").rating, not_applicable_leaves=True)
    rated = rate_cases(
        """
        case  2.1.1  2.1.2  2.1.3
        A     yes    yes    yes
        B     n/a    yes    yes
        """,
        "2.1",
        rule=leaves,
    )
    assert shares(rated) == {"2.1.1": (1, 1, 100), "2.1.2": (2, 2, 100), "2.1.3": (2, 2, 100)}
