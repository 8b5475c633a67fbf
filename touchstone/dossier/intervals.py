"""The interval of each share of an inspection, from what is known of its cases and of the caseload they came from."""

from touchstone.dossier.inspection import Inspection
from touchstone.rating.interval import Interval, wilson_interval
from touchstone.rating.working import RatedQuestion
from touchstone.standards.framework import Framework, Standard


def share_interval(
    inspection: Inspection, framework: Framework, standard: Standard, question: RatedQuestion
) -> Interval | None:
    """The interval of a key question's share; None where no count is known or no case counts.

    Where 'not applicable' leaves the denominator, more cases were read than count; the caseload is of all of them.
    """
    if question.yes is None or not question.of:
        return None
    leaves = framework.rating is not None and framework.rating.not_applicable_leaves
    read = question.of + (question.not_applicable if leaves else 0)
    caseload = inspection.evidence.caseloads.get(standard.cases)
    return wilson_interval(question.yes, question.of, read=read, caseload=caseload)
