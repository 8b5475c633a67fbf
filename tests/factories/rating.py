"""Small frameworks and evidence as values, so that tests of the rating method depend on the rating room alone."""

import random

from touchstone.rating.answers import CaseAnswers, Count, Evidence, Judgement, Share
from touchstone.standards.framework import (
    CaseKind,
    Discretion,
    Domain,
    Fact,
    Framework,
    KeyQuestion,
    OverallBand,
    QuestionBand,
    RatingRule,
    SampleGroup,
    SampleRule,
    Standard,
)

FACT = Fact("assumed", "written for the tests")
TOPICS = ("desistance", "safety of the child", "safety of others")
WORDS = ("Inadequate", "Requires improvement", "Good", "Outstanding")
ANSWER_OF = {"y": "yes", "n": "no", "-": "not applicable"}


def key_questions(standard, how_many=3):
    return tuple(
        KeyQuestion(f"{standard}.{place}", TOPICS[(place - 1) % 3], "Is it sufficient?", FACT)
        for place in range(1, how_many + 1)
    )


def counted(number, group="court", *, counts=True, questions=3):
    """A standard rated by counting the cases of a group."""
    asked = key_questions(number, questions)
    return Standard(number, f"Standard {number}", "States it.", "counting", counts, group, asked, FACT)


def judged(number, *, counts=True, group="", because=""):
    """A standard rated by weighing evidence."""
    asked = key_questions(number)
    return Standard(number, f"Standard {number}", "States it.", "judging", counts, group, asked, FACT, because)


def make_rule(**changed):
    """The rule of 2021, or one that differs from it in what is given."""
    given = {
        "scale": tuple((word, points) for points, word in enumerate(WORDS)),
        "question_bands": (
            QuestionBand("Inadequate", 0, "minority"),
            QuestionBand("Requires improvement", 50, "too few"),
            QuestionBand("Good", 65, "reasonable majority"),
            QuestionBand("Outstanding", 80, "large majority"),
        ),
        "rounding": "half_up",
        "band_on": "rounded",
        "not_applicable_leaves": False,
        "overall_bands": tuple(
            OverallBand(word, up_to, 36) for word, up_to in zip(WORDS, (6, 18, 30, 36), strict=True)
        ),
        "discretion": make_discretion(),
        "facts": (),
        "assumed": False,
    }
    return RatingRule(**(given | changed))


def make_discretion(*, within_points=5, one_case=True, few_cases=5, most_bands=1):
    return Discretion(within_points, one_case, few_cases, most_bands, FACT)


THIRTEEN = (
    *(judged(number) for number in ("1.1", "1.2", "1.3", "1.4")),
    *(counted(number, "court") for number in ("2.1", "2.2", "2.3", "2.4")),
    *(counted(number, "out_of_court") for number in ("3.1", "3.2", "3.3")),
    judged("3.4"),
    judged("4.1", counts=False, group="resettlement", because="Resettlement is rated and never counted."),
)


def make_group(name, *kinds):
    return SampleGroup(name, name, tuple(CaseKind(kind, kind) for kind in kinds), (), None, None, None, None, FACT)


GROUPS = (
    make_group("court", "community_sentence", "custodial_sentence"),
    make_group("out_of_court", "youth_caution", "outcome_22"),
    make_group("resettlement"),
)
KIND_OF = {"court": "community_sentence", "out_of_court": "outcome_22", "resettlement": ""}


def make_framework(*standards, rule=None, **changed):
    """A framework of these standards (without any: the thirteen of 2021) and this rule."""
    given = {
        "id": "hmip-youth-2021",
        "revision": 1,
        "title": "Youth 2021",
        "inspectorate": "the inspectorate",
        "in_force_from": "",
        "in_force_to": "",
        "source": "",
        "notes": (),
        "domains": (Domain("1", "All", standards or THIRTEEN),),
        "rating": rule or make_rule(),
        "sample": SampleRule(None, None, FACT, GROUPS),
        "publishes_fragility": False,
    }
    return Framework(**(given | changed))


def shares(**by_standard):
    """Shares by key question: s2_1="27/39 23/39 20/39", s3_2="87% 74% 82%"."""
    made = {}
    for name, text in by_standard.items():
        standard = name.removeprefix("s").replace("_", ".")
        for place, part in enumerate(text.split(), start=1):
            made[f"{standard}.{place}"] = share(part)
    return made


def share(text):
    """One share as text: 27/39, 74%, 74%/38 (of 38 cases, the count not known) or 74%=28/38."""
    percent, _, count = text.rpartition("=") if "=" in text else ("", "", text)
    if count.endswith("%"):
        return Share(percent=int(count[:-1]))
    yes, _, of = count.partition("/")
    if yes.endswith("%"):
        return Share(percent=int(yes[:-1]), of=int(of))
    return Share(percent=int(percent[:-1]) if percent else None, count=Count(int(yes), int(of)))


def cases(rows, *standards, group="court"):
    """Case rows from text: a word a case, a letter a key question (y, n, -), the standards one after the other.

    cases("yyn ynn", "2.1") are two cases; the references are court-1 and court-2.
    """
    made = []
    for place, row in enumerate(rows.split(), start=1):
        each = len(row) // len(standards or ("2.1",))
        numbers = [f"{standard}.{number}" for standard in standards or ("2.1",) for number in range(1, each + 1)]
        answers = {number: ANSWER_OF[letter] for number, letter in zip(numbers, row, strict=True)}
        made.append(CaseAnswers(f"{group}-{place}", group, KIND_OF[group], answers))
    return tuple(made)


BIRMINGHAM_SHARES = shares(
    s2_1="27/39 23/39 20/39",
    s2_2="27/39 23/39 23/39",
    s2_3="17/39 17/39 16/39",
    s2_4="17/39 17/39 17/39",
    s3_1="28/38 22/38 22/38",
    s3_2="33/38 28/38 31/38",
    s3_3="26/38 19/38 24/38",
)
BIRMINGHAM_JUDGED = dict.fromkeys(("1.1", "1.2", "1.3", "1.4", "3.4", "4.1"), Judgement("Requires improvement", "Why."))


def birmingham():
    """Birmingham 2023 as it was published: counts and judged ratings."""
    return Evidence(shares=BIRMINGHAM_SHARES, judgements=BIRMINGHAM_JUDGED)


def birmingham_cases(seed=1):
    """Seventy-seven invented cases with Birmingham's counts; another seed deals the answers otherwise."""
    dealt = random.Random(seed)
    made = []
    for group, size, standards in (
        ("court", 39, ("2.1", "2.2", "2.3", "2.4")),
        ("out_of_court", 38, ("3.1", "3.2", "3.3")),
    ):
        columns = {}
        for number in [f"{standard}.{place}" for standard in standards for place in (1, 2, 3)]:
            yes = BIRMINGHAM_SHARES[number].count.yes
            columns[number] = dealt.sample(["yes"] * yes + ["no"] * (size - yes), size)
        for place in range(size):
            answers = {number: column[place] for number, column in columns.items()}
            made.append(CaseAnswers(f"{group}-{place + 1}", group, KIND_OF[group], answers))
    return tuple(made)


def birmingham_from_cases(seed=1):
    """Birmingham 2023 from invented cases with the published counts."""
    return Evidence(cases=birmingham_cases(seed), judgements=BIRMINGHAM_JUDGED)


def some_evidence(seed, *, standards=("2.1", "2.2"), questions=3, most_cases=9, not_applicable=True):
    """A few cases of one group with any answers, drawn from a seed."""
    drawn = random.Random(seed)
    letters = "yyn-" if not_applicable else "yyn"
    count = drawn.randint(1, most_cases)
    rows = ["".join(drawn.choice(letters) for _ in range(questions * len(standards))) for _ in range(count)]
    return Evidence(cases=cases(" ".join(rows), *standards))
