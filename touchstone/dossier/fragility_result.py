"""How fragile ratings are, as other tools read it: `touchstone fragility --format json`. The keys are a promise."""

from touchstone.dossier.ratable import Ratable
from touchstone.rating.bootstrap import Spread
from touchstone.rating.fragility import InspectionFragility, QuestionFragility, StandardFragility
from touchstone.rating.interval import CONFIDENCE
from touchstone.rating.sensitivity import DecidingAnswers, DecidingCase
from touchstone.rating.smallest_change import SmallestChange
from touchstone.rating.working import RatedInspection, RatedQuestion


def fragility_result(ratable: Ratable, rated: RatedInspection, known: InspectionFragility) -> dict[str, object]:
    """Every key is always there, null or empty where there is nothing to say. Intervals are in percent."""
    return {
        "service": ratable.service,
        "framework": rated.framework,
        "revision": ratable.framework.revision,
        "for_publication": ratable.framework.publishes_fragility,
        "names_cases": bool(ratable.evidence.cases),
        "demonstration": ratable.demonstration or None,
        "assumptions": list(rated.assumptions),
        "overall": rated.overall or None,
        "score": rated.score,
        "score_of": rated.score_of,
        "provisional": rated.provisional,
        "up": change(known.up),
        "down": change(known.down),
        "up_by_answers": change(known.up_by_answers),
        "down_by_answers": change(known.down_by_answers),
        "held": list(known.held),
        "replicates": replicates(known),
        "no_replicates_because": known.no_replicates_because or None,
        "standards": {it.id: standard(it, rated) for it in known.standards},
        "deciding_cases": [deciding_case(it) for it in known.sensitivity.cases],
    }


def change(it: SmallestChange | None) -> dict[str, object] | None:
    """The fewest changes that move the overall rating, and one way to make them."""
    if it is None:
        return None
    standards = [
        {
            "standard": each.standard,
            "rating": each.rating,
            "becomes": each.becomes,
            "changes": each.changes,
            "unit": each.unit,
        }
        for each in it.standards
    ]
    return {"becomes": it.becomes, "changes": it.changes, "standards": standards}


def replicates(known: InspectionFragility) -> dict[str, object] | None:
    """In how many samples drawn again each overall rating came out."""
    drawn = known.replicates
    return {"seed": drawn.seed, "count": drawn.count, "overall": spread(drawn.overall)} if drawn else None


def spread(pairs: Spread) -> dict[str, int]:
    """Rating → how many samples; "Not rated" where nothing was left to rate on."""
    return {word or "Not rated": how_many for word, how_many in pairs}


def standard(it: StandardFragility, rated: RatedInspection) -> dict[str, object]:
    """One standard rated by counting."""
    shares = {question.id: question for question in rated.standard(it.id).questions}
    return {
        "rating": it.rating,
        "computed": it.computed,
        "driven_by": list(it.driven_by),
        "cases_up": it.cases_up,
        "answers_up": it.answers_up,
        "cases_down": it.cases_down,
        "answers_down": it.answers_down,
        "exact_cases": it.exact_cases,
        "key_questions": [question(each, shares[each.id]) for each in it.questions],
        "deciding_answers": [deciding_answers(each) for each in it.deciding_answers],
        "replicates": spread(it.replicates) if it.replicates else None,
    }


def question(it: QuestionFragility, share: RatedQuestion) -> dict[str, object]:
    """One key question with the interval of its share; `caseload` says what the interval was narrowed for."""
    interval = it.interval
    return {
        "id": it.id,
        "percent": it.percent,
        "yes": share.yes,
        "of": share.of,
        "interval": {
            "confidence": CONFIDENCE,
            "low": round(interval.low, 2),
            "high": round(interval.high, 2),
            "caseload": interval.caseload,
        }
        if interval
        else None,
        "drives": it.drives,
        "bands_above": it.bands_above,
        "answers_to_spare": it.answers_to_spare,
        "answers_lacking": it.answers_lacking,
    }


def deciding_answers(it: DecidingAnswers) -> dict[str, object]:
    """Cases of which any one, answered otherwise, would have changed the rating."""
    return {
        "question": it.question,
        "answered": it.answered,
        "instead": it.instead,
        "standard_becomes": it.standard_becomes or None,
        "overall_becomes": it.overall_becomes or None,
        "cases": list(it.cases),
    }


def deciding_case(it: DecidingCase) -> dict[str, object]:
    """A case without which some rating would be another."""
    standards = {number: rating or None for number, rating in it.standards}
    return {"case": it.case, "standards": standards, "overall_becomes": it.overall_becomes or None}
