"""The working shown: a rating together with every step that made it, down to the cases."""

from touchstone.intake.values import dataclass
from touchstone.rating.answers import DiscretionUsed

NOT_RATED = "Not rated"


@dataclass(frozen=True, slots=True)
class RatedQuestion:
    """One key question: how many said yes, of how many, the whole percentage and its band.

    `yes`, `of` and the case references are None or empty where only a percentage is known.
    `rating` is "" where the framework has no rule. `not_applicable` counts such answers, whether
    they left the denominator or not (the framework decides).
    """

    id: str
    percent: int | None
    yes: int | None
    of: int | None
    rating: str
    not_applicable: int = 0
    yes_cases: tuple[str, ...] = ()
    no_cases: tuple[str, ...] = ()
    not_applicable_cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RatedStandard:
    """One standard's rating and how it came about.

    `rating` is the final word ("Good", "Not rated", or "" when not rated yet or there is no rule);
    `computed` is what the rule gave before any discretion. `cases_up`, `answers_up`, `cases_down` and
    `answers_down` are the fewest cases or answers that would move the computed band by one; None where that
    cannot be said (judged, percentages only, no band beyond).
    """

    id: str
    rating: str
    computed: str = ""
    points: int | None = None  # None where it does not enter the score
    decided_by: str = ""  # number of the key question that decides
    questions: tuple[RatedQuestion, ...] = ()
    cases_up: int | None = None
    answers_up: int | None = None
    cases_down: int | None = None
    answers_down: int | None = None
    exact_cases: bool = False  # cases_up and cases_down come from case rows, not from counts
    discretion: DiscretionUsed | None = None
    discretion_open: tuple[str, ...] = ()  # why a panel may consider discretion here
    not_counted_because: str = ""
    reasons: str = ""  # of a judged rating, as entered
    steps: tuple[str, ...] = ()  # the working in sentences

    @property
    def is_rated(self) -> bool:
        """True where the standard has one of the framework's rating words."""
        return bool(self.rating) and self.rating != NOT_RATED

    @property
    def is_from_cases(self) -> bool:
        """True where the rating was worked out from case rows, so that it can be told what each case did."""
        return bool(self.computed) and any(
            question.yes_cases or question.no_cases or question.not_applicable_cases for question in self.questions
        )

    @property
    def deciding_question(self) -> RatedQuestion | None:
        """The key question that decides, if one does."""
        return next((question for question in self.questions if question.id == self.decided_by), None)


@dataclass(frozen=True, slots=True)
class RatedInspection:
    """Every standard rated, the score, the overall rating, and what that rests on.

    `overall` is "" where nothing could be rated. `provisional`: a counted standard is not rated yet.
    `assumptions` are sentences that every output must print.
    """

    framework: str
    standards: tuple[RatedStandard, ...]  # every standard of the framework, in its order
    score: int
    score_of: int
    overall: str
    provisional: bool
    not_rated_yet: tuple[str, ...]
    assumptions: tuple[str, ...]
    steps: tuple[str, ...]

    def standard(self, id: str) -> RatedStandard:
        """The rated standard with this number. Raises KeyError where the framework has none."""
        for rated in self.standards:
            if rated.id == id:
                return rated
        raise KeyError(id)

    @property
    def not_counted(self) -> dict[str, str]:
        """Standard → why it does not enter the score."""
        return {rated.id: rated.not_counted_because for rated in self.standards if rated.not_counted_because}
