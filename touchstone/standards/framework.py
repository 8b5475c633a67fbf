"""An inspection framework as a value: domains, standards, key questions, rating rule, sample rule.

Everything here is frozen and comes from the YAML of one framework folder (see `compiling.py`).
Nothing here knows how a rating is worked out; that is `touchstone.rating`.
"""

from collections.abc import Iterator

from touchstone.intake.values import dataclass

# How far a fact may be trusted; printed beside it wherever it is shown.
STANDINGS = {
    "verified": "read in the source named",
    "computed": "not stated in a source we could open; computed from published results and found to fit",
    "recollected": "recalled by people who know the method; no source could be opened",
    "assumed": "our assumption; not the inspectorate's rule",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """Where a fact comes from and how far it may be trusted (a key of STANDINGS)."""

    standing: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What an inspector is asked to think of before answering a key question. It guides, never decides."""

    text: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class KeyQuestion:
    """One question an inspector answers yes or no for a case, or weighs for a judged standard."""

    id: str  # the official number, "2.1.1"
    topic: str  # two or three words for a plot's label: "desistance"
    asks: str  # the whole question, in our own words
    fact: Fact
    prompts: tuple[Prompt, ...] = ()
    prompts_unread: str = ""  # why there are no prompts, when nobody could read them
    asked_of_cases: bool = False  # answered yes or no for each case of the standard's sample group


@dataclass(frozen=True, slots=True)
class Standard:
    """One standard. `rated_by` is "counting" (cases) or "judging" (evidence weighed)."""

    id: str  # the official number, "2.1"
    title: str
    statement: str
    rated_by: str
    counts: bool  # does its rating enter the overall score?
    cases: str  # id of the SampleGroup it is asked of; "" where no cases are read
    key_questions: tuple[KeyQuestion, ...]
    fact: Fact
    not_counted_because: str = ""

    @property
    def is_counted_from_cases(self) -> bool:
        """True where the rating follows from the share of 'yes' in the cases read."""
        return self.rated_by == "counting"


@dataclass(frozen=True, slots=True)
class Domain:
    """A group of standards: organisational delivery, court disposals, …"""

    id: str
    title: str
    standards: tuple[Standard, ...]


@dataclass(frozen=True, slots=True)
class QuestionBand:
    """A share of 'yes' of at least `at_least` percent (whole numbers) belongs to `rating`."""

    rating: str
    at_least: int
    words: str  # "reasonable majority"


@dataclass(frozen=True, slots=True)
class OverallBand:
    """Up to and including `up_to` points of `of` the service is rated `rating`; scales by fraction."""

    rating: str
    up_to: int
    of: int


@dataclass(frozen=True, slots=True)
class Discretion:
    """When a panel may depart from the computed band, and how far. All integers."""

    within_points: int  # lowest key question no further than this from a band's edge
    one_case: bool  # one case answered otherwise would change the rating
    few_cases: int  # the rating rests on this many cases or fewer
    most_bands: int  # how many bands the panel may move it
    fact: Fact


@dataclass(frozen=True, slots=True)
class RatingRule:
    """How answers become ratings, as data. Bands and scale run from the worst to the best."""

    scale: tuple[tuple[str, int], ...]  # (("Inadequate", 0), … ("Outstanding", 3))
    question_bands: tuple[QuestionBand, ...]
    rounding: str  # "half_up"
    band_on: str  # "rounded" percentage, or "exact" share
    not_applicable_leaves: bool  # does "not applicable" leave the denominator?
    overall_bands: tuple[OverallBand, ...]
    discretion: Discretion
    facts: tuple[tuple[str, Fact], ...]  # for each part of the rule, where it comes from
    assumed: bool = False  # not the inspectorate's rule: needs --assume, and every output says so

    @property
    def words(self) -> tuple[str, ...]:
        """The rating words, worst first."""
        return tuple(word for word, _ in self.scale)


@dataclass(frozen=True, slots=True)
class CaseKind:
    """A kind of disposal that a sample group holds."""

    id: str  # "youth_conditional_caution"
    title: str


@dataclass(frozen=True, slots=True)
class SampleGroup:
    """Cases that are drawn and read together (court disposals, out-of-court disposals, …).

    Sizes: `confidence` (percent), `margin` (percentage points), `least` and `most` cases; None where not known.
    """

    id: str
    title: str
    kinds: tuple[CaseKind, ...]
    strata: tuple[str, ...]
    confidence: int | None
    margin: int | None
    least: int | None
    most: int | None
    fact: Fact  # of the kinds and strata
    size_fact: Fact | None = None  # of the four sizes


@dataclass(frozen=True, slots=True)
class SampleRule:
    """Whose cases may be read: the window of dates, counted back from fieldwork, and the groups."""

    window_from_days: int | None
    window_to_days: int | None
    window_fact: Fact
    groups: tuple[SampleGroup, ...]


@dataclass(frozen=True, slots=True)
class Framework:
    """One version of an inspection framework, whole. A released revision is never changed."""

    id: str
    revision: int
    title: str
    inspectorate: str
    in_force_from: str  # ISO date as far as it is known ("2021-07", "2025"), or ""
    in_force_to: str
    source: str
    notes: tuple[str, ...]
    domains: tuple[Domain, ...]
    rating: RatingRule | None  # None: no rule is known, not even an assumed one
    sample: SampleRule
    publishes_fragility: bool  # may a published report print how fragile a rating is?
    licence: str = ""  # of the words, and of the documents they come from
    in_force_fact: Fact | None = None

    @property
    def standards(self) -> tuple[Standard, ...]:
        """Every standard, in the order of the framework."""
        return tuple(standard for domain in self.domains for standard in domain.standards)

    @property
    def counted_standards(self) -> tuple[Standard, ...]:
        """The standards whose ratings add up to the overall score."""
        return tuple(standard for standard in self.standards if standard.counts)

    def standard(self, id: str) -> Standard | None:
        """The standard with this number, or None."""
        return next((standard for standard in self.standards if standard.id == id), None)

    def key_questions(self) -> Iterator[tuple[Standard, KeyQuestion]]:
        """Every key question with the standard it belongs to."""
        for standard in self.standards:
            for question in standard.key_questions:
                yield standard, question

    def group(self, id: str) -> SampleGroup | None:
        """The sample group with this id, or None."""
        return next((group for group in self.sample.groups if group.id == id), None)
