"""The result of rating, as other tools read it: `touchstone rate --format json`. The keys are a promise."""

from touchstone.rating.working import RatedInspection, RatedQuestion, RatedStandard

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from touchstone.dossier.ratable import Ratable


def result_of(ratable: "Ratable", rated: RatedInspection, explain: tuple[str, ...] = ()) -> dict[str, object]:
    """One inspection's result. Every standard has the same keys, null where there is nothing to say.

    A standard that is not rated yet is left out of `standards` and named in `not_rated_yet`. For each number in
    `explain` the working is added, down to the case references.
    """
    result: dict[str, object] = {
        "service": ratable.service,
        "framework": rated.framework,
        "revision": ratable.framework.revision,
        "standards": {standard.id: standard_result(standard) for standard in rated.standards if standard.rating},
        "score": rated.score,
        "score_of": rated.score_of,
        "overall": rated.overall or None,
        "provisional": rated.provisional,
        "not_rated_yet": [standard.id for standard in rated.standards if not standard.rating],
        "not_counted": rated.not_counted,
        "assumptions": list(rated.assumptions),
        "demonstration": ratable.demonstration or None,
    }
    if explain:
        result["explained"] = {number: working_of(rated.standard(number)) for number in explain}
    return result


def standard_result(rated: RatedStandard) -> dict[str, object]:
    """One standard: the word, what decides it, and how far the next band is."""
    decides = rated.deciding_question
    return {
        "rating": rated.rating,
        "decided_by": rated.decided_by or None,
        "percent": decides.percent if decides else None,
        "yes": decides.yes if decides else None,
        "of": decides.of if decides else None,
        "cases_up": rated.cases_up,
        "answers_up": rated.answers_up,
        "cases_down": rated.cases_down,
        "answers_down": rated.answers_down,
        "exact_cases": rated.exact_cases,
        "points": rated.points,
        "computed": rated.computed or None,
        "discretion": discretion_of(rated),
    }


def discretion_of(rated: RatedStandard) -> dict[str, object] | None:
    """The panel's departure from the computed rating, apart from it."""
    used = rated.discretion
    return {"rating": used.rating, "reason": used.reason, "by": list(used.by)} if used else None


def working_of(rated: RatedStandard) -> dict[str, object]:
    """Every step that made the rating, and the cases behind each share."""
    return {"steps": list(rated.steps), "key_questions": [question_working(question) for question in rated.questions]}


def question_working(question: RatedQuestion) -> dict[str, object]:
    """One key question with its cases, where cases were read."""
    return {
        "id": question.id,
        "rating": question.rating or None,
        "percent": question.percent,
        "yes": question.yes,
        "of": question.of,
        "yes_cases": list(question.yes_cases),
        "no_cases": list(question.no_cases),
        "not_applicable_cases": list(question.not_applicable_cases),
    }
