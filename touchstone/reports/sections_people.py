"""What is not rated and matters no less: involvement of children and parents, what they said, and diversity."""

from touchstone.dossier.inspection import Survey
from touchstone.reports.document import Bar, BarPlot, Block, Column, Figure, Quote, Section, Table
from touchstone.reports.material import Material
from touchstone.reports.wording import capital, counted, safe_id

LEAST, MOST = 1, 10  # a survey's scores: poor to very good


def involvement(material: Material) -> tuple[Section, ...]:
    """Involvement of children and their parents or carers: prose, findings, voices, surveys."""
    inspection = material.inspection
    blocks: list[Block] = [
        *material.paragraphs(inspection.involvement.paragraphs),
        *material.findings(inspection.involvement.findings),
    ]
    blocks += [Quote(voice.words, voice.who, voice.language) for voice in inspection.voices]
    blocks += [survey(it) for it in inspection.surveys if any(how_many for _, how_many in it.scores)]
    title = "Involvement of children and their parents or carers"
    return (Section("involvement", title, tuple(blocks)),) if blocks else ()


def diversity(material: Material) -> tuple[Section, ...]:
    """Diversity: prose and findings."""
    passage = material.inspection.diversity
    blocks: list[Block] = [*material.paragraphs(passage.paragraphs), *material.findings(passage.findings)]
    return (Section("diversity", "Diversity", tuple(blocks)),) if blocks else ()


def survey(it: Survey) -> Figure:
    """How many gave each score that was given, as bars and as a table."""
    scores = sorted((score, how_many) for score, how_many in it.scores if how_many)
    answered = sum(how_many for _, how_many in scores)
    low, high = scores[0][0], scores[-1][0]
    span = f"every score is {low}" if low == high else f"scores go from {low} to {high}"
    bars = tuple(Bar(str(score), how_many, str(how_many)) for score, how_many in scores)
    rows = tuple((str(score), str(how_many)) for score, how_many in scores)
    described = "; ".join(f"{score}: {how_many}" for score, how_many in scores)
    return Figure(
        safe_id("survey", it.id),
        f"{capital(counted(answered, 'person', 'people'))} answered; {span}",
        f"{it.title}. Score and number of answers: {described}.",
        BarPlot(bars, max(how_many for _, how_many in scores)),
        Table(
            f"{it.title}: how many gave each score, from {LEAST} (poor) to {MOST}; others were not given",
            (Column("Score"), Column("Answers", numeric=True)),
            rows,
            id=safe_id("survey-table", it.id),
        ),
    )
