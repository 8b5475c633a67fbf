"""What inspectors answered and judged: everything the rating method reads."""

from collections.abc import Mapping

from touchstone.intake.values import dataclass, field

YES, NO, NOT_APPLICABLE = "yes", "no", "not applicable"
ANSWERS = (YES, NO, NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class CaseAnswers:
    """One case read: the service's own reference (never a name), its group and kind, and the answers.

    `answers` maps the number of a key question to one of ANSWERS.
    """

    reference: str
    group: str
    kind: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Count:
    """How many cases were answered yes, of how many that count. `of` is at least 1."""

    yes: int
    of: int


@dataclass(frozen=True, slots=True)
class Share:
    """What is known of one key question without its cases: a count, or only a whole percentage.

    `of` is for a percentage whose number of cases is known while the number of yes is not. `not_applicable` counts
    such answers, as in RatedQuestion: a public form keeps them though it has no cases.
    """

    percent: int | None = None
    count: Count | None = None
    of: int | None = None
    not_applicable: int = 0


@dataclass(frozen=True, slots=True)
class DiscretionUsed:
    """The panel's recorded decision to depart from the computed band."""

    rating: str
    reason: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What people decided about one standard.

    For a judged standard `rating` and `reasons`; for 'Not rated' `not_rated_because`; for a counted one
    the discretion used, if any. `rating` on a counted standard is a published rating whose shares are not known.
    """

    rating: str = ""
    reasons: str = ""
    not_rated_because: str = ""
    discretion: DiscretionUsed | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything one inspection's ratings follow from.

    Either `cases` or `shares` speaks for a counted standard; cases win where both could.
    `caseloads` says how many eligible cases each sample group had (for the finite-population correction).
    """

    cases: tuple[CaseAnswers, ...] = ()
    shares: Mapping[str, Share] = field(default_factory=dict)  # by key question
    judgements: Mapping[str, Judgement] = field(default_factory=dict)  # by standard
    caseloads: Mapping[str, int] = field(default_factory=dict)  # by sample group
