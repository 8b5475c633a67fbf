"""The reference pages show everything a framework says, each fact with its standing and its source."""

import pytest

from touchstone.standards.framework import OverallBand
from touchstone.standards.loading import framework_ids, load_framework
from touchstone.standards.reference import crosswalk_page, facts_of, framework_page, shares_in_words


@pytest.mark.capability("I1")
@pytest.mark.parametrize("name", framework_ids())
def test_a_page_holds_every_word_number_note_and_source(name: str) -> None:
    framework = load_framework(name)
    page = framework_page(framework)
    for standard in framework.standards:
        assert f"### {standard.id} {standard.title}\n" in page
        assert standard.statement in page
        for question in standard.key_questions:
            assert f"**{question.id} {question.topic}.** {question.asks}" in page
            assert question.prompts_unread in page
            assert all(f"- {prompt.text}" in page for prompt in question.prompts)
    for fact in facts_of(framework):
        assert fact.source in page.partition("## Sources")[2]
        assert fact.note in page
    for group in framework.sample.groups:
        assert all(f"`{kind.id}`" in page for kind in group.kinds)


def test_the_bands_are_printed_as_people_know_them() -> None:
    page = framework_page(load_framework("hmip-youth-2021"))
    for line in (
        "| Inadequate | 0 | 0% to 49% | minority | 0–6 |",
        "| Requires improvement | 1 | 50% to 64% | too few | 7–18 |",
        "| Good | 2 | 65% to 79% | reasonable majority | 19–30 |",
        "| Outstanding | 3 | 80% or more | large majority | 31–36 |",
    ):
        assert line in page


def test_exact_shares_have_no_gap_between_their_bands() -> None:
    from dataclasses import replace

    rule = load_framework("hmip-youth-2021").rating
    assert rule is not None
    assert shares_in_words(replace(rule, band_on="exact"))[:2] == ["0% to under 50%", "50% to under 65%"]


def test_an_assumed_rule_says_that_it_is_not_the_inspectorates() -> None:
    warning = "**This is not the inspectorate's rule**"
    assert warning in framework_page(load_framework("hmip-youth-2025"))
    assert warning not in framework_page(load_framework("hmip-youth-2021"))


def test_a_framework_without_a_rule_says_so() -> None:
    from dataclasses import replace

    page = framework_page(replace(load_framework("hmip-youth-2025"), rating=None))
    assert "No rule is known" in page


def test_facts_are_counted_by_their_standing() -> None:
    framework = load_framework("hmip-youth-2025")
    verified = sum(1 for fact in facts_of(framework) if fact.standing == "verified")
    assert f"| *verified* | read in the source named | {verified} |" in framework_page(framework)


def test_a_bar_in_a_text_does_not_end_its_cell() -> None:
    from dataclasses import replace

    framework = load_framework("hmip-youth-2025")
    assert framework.rating is not None
    bands = tuple(replace(band, words="a|b") for band in framework.rating.question_bands)
    assert all(isinstance(band, OverallBand) for band in framework.rating.overall_bands)
    page = framework_page(replace(framework, rating=replace(framework.rating, question_bands=bands)))
    assert r"| a\|b |" in page


def test_every_row_of_a_table_has_as_many_cells_as_its_heading() -> None:
    for page in [crosswalk_page(), *(framework_page(load_framework(name)) for name in framework_ids())]:
        tables = [block.splitlines() for block in page.split("\n\n") if block.startswith("|")]
        assert tables
        for lines in tables:
            assert len({line.replace(r"\|", "").count("|") for line in lines}) == 1, lines[0]


def test_the_crosswalk_page_shows_all_pairs() -> None:
    page = crosswalk_page()
    for pair in ("2018 and hmip-youth-2021", "2018 and hmip-youth-2025", "2021 and hmip-youth-2025"):
        assert f"## hmip-youth-{pair}\n" in page
    assert "| 3.4 | 3.4 | no | Joint working" in page
    assert page.count("| overall | overall |") == 3
