"""Frameworks and crosswalks as pages of Markdown: every fact with its standing and its numbered source."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from touchstone.standards.comparing import crosswalks
from touchstone.standards.crosswalk import Crosswalk, Row
from touchstone.standards.framework import (
    STANDINGS,
    Fact,
    Framework,
    KeyQuestion,
    RatingRule,
    SampleGroup,
    Standard,
)

RATED_BY = {"counting": "counting cases", "judging": "weighing evidence"}
RULE_PARTS = {
    "scale": "The scale",
    "points": "What a rating is worth",
    "question_bands": "Bands of a key question",
    "lowest_question": "The lowest key question decides",
    "rounding": "Rounding",
    "not_applicable": "Answers “not applicable”",
    "overall_bands": "Bands of the score",
    "fewer_standards": "Fewer standards rated",
}


class Sources:
    """The sources of one page, numbered as they are first named."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, source: str) -> str:
        """The source as its number, linked to the list at the end of the page."""
        number = self.numbers.setdefault(source, len(self.numbers) + 1)
        return f"[[{number}]](#sources)"

    def mark(self, fact: Fact) -> str:
        """Standing and source, and the note where there is one."""
        note = f" – {fact.note}" if fact.note else ""
        return f"*{fact.standing}* {self.number(fact.source)}{note}"

    def listed(self) -> str:
        """The list at the end of the page."""
        lines = [f"{number}. {source}\n" for source, number in self.numbers.items()]
        return "\n## Sources\n\n" + "".join(lines)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; bars and line ends inside a cell are written so that they do not end it."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def framework_page(framework: Framework) -> str:
    """One framework, whole: standards with their questions and prompts, rating rule, sample rule, sources."""
    sources = Sources()
    parts = [heading(framework, sources), standings(framework), glance(framework)]
    for domain in framework.domains:
        parts.append(f"\n## {domain.id}. {domain.title}\n")
        parts += [standard_part(standard, framework, sources) for standard in domain.standards]
    parts += [rating_part(framework.rating, sources), sample_part(framework, sources), sources.listed()]
    return "".join(parts)


def heading(framework: Framework, sources: Sources) -> str:
    """Title, version, dates, licence and notes."""
    main = sources.number(framework.source)
    marked = f" {sources.mark(framework.in_force_fact)}" if framework.in_force_fact else ""
    lines = [
        f"# {framework.title}\n",
        f"`{framework.id}`, revision {framework.revision}. {framework.inspectorate}. Main source {main}.\n",
        f"In force {dates_in_words(framework)}.{marked}\n",
        f"{framework.licence}\n" if framework.licence else "",
    ]
    return "\n".join(line for line in lines if line) + "\n" + "".join(f"- {note}\n" for note in framework.notes)


def dates_in_words(framework: Framework) -> str:
    """When it is in force: "2018 to 2021", "from 2025"."""
    begins = framework.in_force_from or "a day not known"
    return f"{begins} to {framework.in_force_to}" if framework.in_force_to else f"from {begins}"


def facts_of(framework: Framework) -> list[Fact]:
    """Every fact of a framework, as often as it is stated."""
    facts = [framework.in_force_fact] if framework.in_force_fact else []
    for standard in framework.standards:
        facts.append(standard.fact)
        for question in standard.key_questions:
            facts += [question.fact, *(prompt.fact for prompt in question.prompts)]
    if framework.rating:
        facts += [*(fact for _, fact in framework.rating.facts), framework.rating.discretion.fact]
    facts.append(framework.sample.window_fact)
    for group in framework.sample.groups:
        facts += [group.fact, *([group.size_fact] if group.size_fact else [])]
    return facts


def standings(framework: Framework) -> str:
    """How far the facts of this framework may be trusted, counted."""
    facts = facts_of(framework)
    rows = []
    for standing, meaning in STANDINGS.items():
        count = sum(1 for fact in facts if fact.standing == standing)
        rows.append((f"*{standing}*", meaning, str(count)))
    return f"\n## How far this may be trusted\n\n{table(('Mark', 'It means', 'Facts here'), rows)}\n"


def glance(framework: Framework) -> str:
    """Every standard on one line."""
    rows = []
    for standard in framework.standards:
        counts = "yes" if standard.counts else "no"
        rows.append((standard.id, standard.title, how_rated(standard, framework), counts))
    return f"## Standards at a glance\n\n{table(('', 'Standard', 'Rated by', 'Counts in the score'), rows)}"


def how_rated(standard: Standard, framework: Framework) -> str:
    """How a standard is rated, and of which cases."""
    group = framework.group(standard.cases)
    if group is None:
        return RATED_BY[standard.rated_by]
    join = ": " if standard.is_counted_from_cases else ", with cases: "
    return RATED_BY[standard.rated_by] + join + group.title.lower()


def standard_part(standard: Standard, framework: Framework, sources: Sources) -> str:
    """One standard with its key questions."""
    lines = [
        f"\n### {standard.id} {standard.title}\n",
        f"{standard.statement}\n",
        f"Rated by {how_rated(standard, framework)}. {sources.mark(standard.fact)}\n",
        f"Does not count in the score: {standard.not_counted_because}\n" if standard.not_counted_because else "",
    ]
    questions = [question_part(question, standard, sources) for question in standard.key_questions]
    return "\n".join(line for line in lines if line) + "".join(questions)


def question_part(question: KeyQuestion, standard: Standard, sources: Sources) -> str:
    """One key question with its prompts, or why there are none."""
    of_cases = "Asked of each case. " if question.asked_of_cases and not standard.is_counted_from_cases else ""
    lines = [f"\n**{question.id} {question.topic}.** {question.asks} {of_cases}{sources.mark(question.fact)}\n"]
    if question.prompts_unread:
        lines.append(f"\nNo prompts: {question.prompts_unread}\n")
        return "".join(lines)
    shared = question.prompts[0].fact
    if all(prompt.fact == shared for prompt in question.prompts):
        lines.append(f"\nPrompts, {sources.mark(shared)}:\n\n")
        lines += [f"- {prompt.text}\n" for prompt in question.prompts]
    else:
        lines.append("\nPrompts:\n\n")
        lines += [f"- {prompt.text} {sources.mark(prompt.fact)}\n" for prompt in question.prompts]
    return "".join(lines)


def rating_part(rule: RatingRule | None, sources: Sources) -> str:
    """How answers become ratings."""
    if rule is None:
        return "\n## How ratings are reached\n\nNo rule is known, not even an assumed one. Nothing is rated.\n"
    warning = (
        "**This is not the inspectorate's rule**, which could not be read. It is used only with `--assume`, and every "
        "output then says so.\n\n"
        if rule.assumed
        else ""
    )
    worth = dict(rule.scale)
    shares = shares_in_words(rule)
    lowest = [0] + [band.up_to + 1 for band in rule.overall_bands]
    rows = [
        (question.rating, str(worth[question.rating]), share, question.words, f"{least}–{overall.up_to}")
        for question, share, overall, least in zip(
            rule.question_bands, shares, rule.overall_bands, lowest, strict=False
        )
    ]
    of = rule.overall_bands[-1].of
    headings = ("Rating", "Points", "Share of “yes”", "In words", f"Overall, score of {of}")
    return f"\n## How ratings are reached\n\n{warning}{table(headings, rows)}\n{rule_words(rule, sources)}"


def shares_in_words(rule: RatingRule) -> list[str]:
    """The band of each rating: in whole numbers where rounded figures are banded."""
    shares = []
    for band, above in pairwise(rule.question_bands):
        ends = f"{above.at_least - 1}%" if rule.band_on == "rounded" else f"under {above.at_least}%"
        shares.append(f"{band.at_least}% to {ends}")
    return [*shares, f"{rule.question_bands[-1].at_least}% or more"]


def rule_words(rule: RatingRule, sources: Sources) -> str:
    """The parts of the rule that are no bands, then where each part comes from."""
    rounded = "rounded half up to a whole number, and the rounded figure is banded"
    exact = "banded as it is; the printed figure is rounded half up to a whole number"
    leaves = "leaves the denominator" if rule.not_applicable_leaves else "stays in the denominator"
    discretion = rule.discretion
    grounds = [f"the lowest key question is within {discretion.within_points} points of an edge"]
    grounds += ["one case answered otherwise would change the rating"] if discretion.one_case else []
    grounds.append(f"the rating rests on {discretion.few_cases} cases or fewer")
    bands = "one band" if discretion.most_bands == 1 else f"{discretion.most_bands} bands"
    facts = [(RULE_PARTS.get(name, name), fact) for name, fact in rule.facts]
    facts.append(("Discretion", discretion.fact))
    return (
        f"- The share is {rounded if rule.band_on == 'rounded' else exact}.\n"
        "- The key question with the lowest share gives the rating of its standard.\n"
        f"- An answer “not applicable” {leaves}.\n"
        "- Where fewer standards are rated, the bands of the score keep the same fractions.\n"
        f"- The panel may move a rating by {bands} at most, where {'; or '.join(grounds)}.\n\n"
        + table(("Part of the rule", "Where it comes from"), [(part, sources.mark(fact)) for part, fact in facts])
    )


def sample_part(framework: Framework, sources: Sources) -> str:
    """Whose cases are read."""
    rule = framework.sample
    if rule.window_from_days is None or rule.window_to_days is None:
        window = "No window of dates is set."
    else:
        window = f"From {rule.window_from_days} to {rule.window_to_days} days before the first day of fieldwork."
    rows = [
        (
            f"{group.title} (`{group.id}`)",
            "; ".join(f"{kind.title} (`{kind.id}`)" for kind in group.kinds),
            ", ".join(group.strata).replace("_", " ") or "none",
            sizes(group),
            sources.mark(group.fact) + (f"<br>Size: {sources.mark(group.size_fact)}" if group.size_fact else ""),
        )
        for group in rule.groups
    ]
    headings = ("Group", "Kinds of case", "Strata", "Size", "Where it comes from")
    return f"\n## Whose cases are read\n\n{window} {sources.mark(rule.window_fact)}\n\n{table(headings, rows)}"


def sizes(group: SampleGroup) -> str:
    """The size rule of a group in words."""
    parts = []
    if group.confidence is not None and group.margin is not None:
        parts.append(f"{group.confidence}% confidence, {group.margin} points either way")
    if group.least is not None:
        parts.append(f"at least {group.least}")
    if group.most is not None:
        parts.append(f"at most {group.most}")
    return "; ".join(parts) or "no rule"


def crosswalk_page() -> str:
    """Every crosswalk of the package on one page."""
    sources = Sources()
    parts = [
        "# The versions side by side\n\n",
        "Which standard of one version answers to which of a later one, and whether the two ratings can be set side by "
        "side. Reports and comparisons over years follow this table: where it says no, they print “not comparable”.\n",
    ]
    for crosswalk in crosswalks():
        parts.append(f"\n## {crosswalk.earlier} and {crosswalk.later}\n\n{crosswalk_table(crosswalk, sources)}")
    return "".join([*parts, sources.listed()])


def crosswalk_table(crosswalk: Crosswalk, sources: Sources) -> str:
    """One crosswalk as a table, the overall rating last."""

    def line(row: Row, earlier: str, later: str) -> tuple[str, ...]:
        return (earlier, later, "yes" if row.comparable else "no", row.why, sources.mark(row.fact))

    rows = [line(row, ", ".join(row.earlier) or "–", ", ".join(row.later) or "–") for row in crosswalk.rows]
    rows.append(line(crosswalk.overall, "overall", "overall"))
    headings = (crosswalk.earlier, crosswalk.later, "Comparable", "Why", "Where it comes from")
    return table(headings, rows)
