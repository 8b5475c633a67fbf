"""Which rule the ratings of an inspection follow, told from the ratings themselves."""

from touchstone.rating.working import RatedInspection
from touchstone.standards.framework import Framework, RatingRule


def rule_followed(framework: Framework, rated: RatedInspection) -> RatingRule | None:
    """The framework's rule; None where it has none, or has one that is only assumed and was not asked for."""
    known = framework.rating
    if known is None or not known.assumed:
        return known
    used = any(it.is_rated or any(question.rating for question in it.questions) for it in rated.standards)
    return known if used else None
