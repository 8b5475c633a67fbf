"""A whole inspection as a value: everything a report is made from, and nothing that is computed.

Dates are ISO text ("2022-12-05"), "" where not known. Entered prose is plain text in paragraphs; a figure
inside prose is never typed but named, `{context:staff}` or `{sample:court}`, so that it is kept once.
"""

from touchstone.intake.values import dataclass
from touchstone.rating.answers import Evidence


@dataclass(frozen=True, slots=True)
class Service:
    """The service inspected. `id` is stable and safe in an address ("birmingham")."""

    id: str
    name: str  # "Birmingham Youth Offending Service"
    short_name: str  # "Birmingham"
    called: str = "the service"  # how prose calls it: "the YOS"
    region: str = ""
    police: str = ""


@dataclass(frozen=True, slots=True)
class Dates:
    """When things happened. `cases_from`/`cases_to`: the window the cases read were delivered in."""

    fieldwork_began: str = ""
    fieldwork_ended: str = ""
    cases_from: str = ""
    cases_to: str = ""
    published: str = ""  # day, or minute "2023-03-21T00:01" (Europe/London)


@dataclass(frozen=True, slots=True)
class TeamMember:
    """Who inspected, in which role. `name` may be empty."""

    role: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ContextFigure:
    """A figure about the service that was entered once, with its source. `unit`: people, children, %, cases…"""

    id: str
    label: str
    value: int | float
    unit: str
    source: str
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class SampleCount:
    """How many cases of one kind were read in one sample group."""

    group: str
    kind: str
    cases: int


@dataclass(frozen=True, slots=True)
class Activity:
    """What inspectors did beside reading cases: 63 interviews with case managers, 18 meetings…"""

    id: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A strength or an area for improvement, as entered; `evidence` names Evidence items by id."""

    text: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PracticeExample:
    """A practice example, names changed."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StandardSection:
    """What is written under one standard."""

    standard: str
    narrative: tuple[str, ...] = ()
    strengths: tuple[Finding, ...] = ()
    areas_for_improvement: tuple[Finding, ...] = ()
    examples: tuple[PracticeExample, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """Words of a child, parent or victim, made anonymous. `language` is a BCP 47 tag."""

    who: str  # "a child", "a parent"
    words: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey from 1 (poor) to 10: how many gave each score."""

    id: str
    title: str
    scores: tuple[tuple[int, int], ...]  # (score, how many)


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs and findings of a section that is not rated (involvement, diversity)."""

    paragraphs: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A document, meeting, group or interview that findings cite."""

    id: str
    kind: str
    title: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A numbered recommendation to a named body."""

    number: int
    to: str
    text: str
    standards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierRecommendation:
    """What became of a recommendation of the previous inspection."""

    text: str
    outcome: str  # "sufficient progress", "some progress", "no progress", "not known"
    note: str = ""


@dataclass(frozen=True, slots=True)
class PreviousInspection:
    """What is known of the inspection before. A standard in neither mapping is 'not known'."""

    framework: str
    published: str
    overall: str
    score: int | None
    standards: tuple[tuple[str, str], ...]  # (standard, rating)
    not_comparable: tuple[tuple[str, str], ...]  # (standard, why)
    source: str
    recommendations: tuple[EarlierRecommendation, ...] = ()


@dataclass(frozen=True, slots=True)
class Signed:
    """A foreword or statement: paragraphs, who signs it, and the office."""

    paragraphs: tuple[str, ...]
    by: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class PressQuote:
    """A sentence of the press notice, spoken by an office holder."""

    words: str
    by: str
    office: str


@dataclass(frozen=True, slots=True)
class Press:
    """What a press notice needs beside the results."""

    paragraphs: tuple[str, ...] = ()
    quotes: tuple[PressQuote, ...] = ()
    notes: tuple[str, ...] = ()
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Set where cases or words are invented; every page, file, plot and bundle then prints `says`."""

    says: str
    link: str = ""  # the official report


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection, whole."""

    id: str  # stable, safe in an address: "birmingham-2023"
    framework: str
    revision: int | None
    title: str
    kind: str  # "inspection" or "reinspection"
    service: Service
    dates: Dates
    evidence: Evidence  # case answers or counts, judgements, caseloads: what rating/ reads
    team: tuple[TeamMember, ...] = ()
    context: tuple[ContextFigure, ...] = ()
    sample: tuple[SampleCount, ...] = ()
    activities: tuple[Activity, ...] = ()
    foreword: Signed | None = None
    acknowledgements: tuple[str, ...] = ()
    background: tuple[str, ...] = ()
    sections: tuple[StandardSection, ...] = ()
    domain_introductions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    involvement: Passage = Passage()
    voices: tuple[Voice, ...] = ()
    surveys: tuple[Survey, ...] = ()
    diversity: Passage = Passage()
    evidence_items: tuple[EvidenceItem, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    previous: PreviousInspection | None = None
    press: Press = Press()
    demonstration: Demonstration | None = None
    further_information: tuple[str, ...] = ()
    isbn: str = ""

    def section(self, standard: str) -> StandardSection:
        """What is written under a standard; an empty section where nothing is."""
        found = next((section for section in self.sections if section.standard == standard), None)
        return found or StandardSection(standard)
