"""The interval of each share of an inspection, from what is known of its cases and of the caseload they came from."""

from touchstone.dossier.inspection import Inspection
from touchstone.rating.checking import cases_read
from touchstone.rating.interval import Interval, wilson_interval
from touchstone.rating.working import RatedQuestion
from touchstone.standards.framework import Framework, Standard


def share_interval(
    inspection: Inspection, framework: Framework, standard: Standard, question: RatedQuestion
) -> Interval | None:
    """The interval of a key question's share; None where no count is known or no case counts.

    More cases may have been read than count: where 'not applicable' leaves the denominator. The caseload is of all.
    """
    if question.yes is None or not question.of:
        return None
    read = max(question.of, cases_read(framework, inspection.evidence, standard.cases))
    caseload = inspection.evidence.caseloads.get(standard.cases)
    return wilson_interval(question.yes, question.of, read=read, caseload=caseload)
