"""Tables as a person would write them, read into evidence, for the chapters of the method."""

from touchstone.rating.answers import CaseAnswers, Count, DiscretionUsed, Evidence, Judgement, Share
from touchstone.rating.inspection import rate_inspection
from touchstone.standards.framework import Domain, Framework
from touchstone.standards.loading import load_framework

ANSWERS = {"yes": "yes", "no": "no", "n/a": "not applicable"}


def framework_of(*standards, rule=None):
    """The framework of 2021 with these standards alone, so that a table need not fill in the others."""
    whole = load_framework("hmip-youth-2021")
    kept = tuple(standard for standard in whole.standards if not standards or standard.id in standards)
    return with_parts(whole, domains=(Domain("all", "All", kept),), rating=rule or whole.rating)


def with_parts(value, **changed):
    """The same frozen value with some parts changed."""
    parts = {name: getattr(value, name) for name in type(value).__match_args__}
    return type(value)(**(parts | changed))


def cases_of(table, *, group="court", kind="community_sentence"):
    """Case answers from a table: a heading of key questions, then a row for each case."""
    heading, *rows = [line.split() for line in table.strip().splitlines()]
    return tuple(
        CaseAnswers(
            reference,
            group,
            kind,
            {number: ANSWERS[word] for number, word in zip(heading[1:], words, strict=True)},
        )
        for reference, *words in rows
    )


def shares_of(table):
    """Shares from a table: the number of a key question, then "20 of 39" or "51%"."""
    shares = {}
    for line in table.strip().splitlines():
        number, *words = line.split()
        if words[0].endswith("%"):
            shares[number] = Share(percent=int(words[0].rstrip("%")))
        else:
            shares[number] = Share(count=Count(int(words[0]), int(words[2])))
    return shares


def judgements_of(table):
    """Judgements from a table: the number of a standard, then its rating; or "Not rated: why"."""
    judgements = {}
    for line in table.strip().splitlines():
        number, words = line.strip().split(maxsplit=1)
        rating, colon, why = words.partition(": ")
        judgements[number] = Judgement(not_rated_because=why) if colon else Judgement(rating, "As the panel wrote.")
    return judgements


def rate_cases(table, *standards, rule=None, **how):
    """Rate the cases of a table against these standards."""
    return rate_inspection(framework_of(*standards, rule=rule), Evidence(cases=cases_of(table, **how)))


def rate_shares(table, *standards, rule=None, discretion=None):
    """Rate the shares of a table; with a panel's decision (rating, reason, people) on the first standard if given."""
    judgements = {standards[0]: Judgement(discretion=DiscretionUsed(*discretion))} if discretion else {}
    return rate_inspection(
        framework_of(*standards, rule=rule), Evidence(shares=shares_of(table), judgements=judgements)
    )


def rate_judged(table, framework: Framework | None = None):
    """Rate the judged ratings of a table, by the whole framework of 2021 if no other is given."""
    return rate_inspection(framework or framework_of(), Evidence(judgements=judgements_of(table)))


def ratings(rated):
    """Standard → rating, of those that have one."""
    return {standard.id: standard.rating for standard in rated.standards if standard.rating}
