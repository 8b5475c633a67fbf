"""The record of a draw: written so that anyone who holds the list can draw again and see that it is the same."""

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.strict_json import read_json
from touchstone.intake.values import dataclass
from touchstone.sampling.dates import NotADate, iso_date
from touchstone.sampling.draw import MOST_DIGITS, Draw, GroupDraw, draw_sample
from touchstone.sampling.eligibility import EligibleCase, Window
from touchstone.sampling.frame import Frame
from touchstone.standards.framework import Framework

FORMAT, VERSION = "touchstone-draw", 1
_NOT_COMPARED = "because"  # words, which a later release may put better


@dataclass(frozen=True, slots=True)
class Recorded:
    """A record that has been read: what is needed to draw again, and all that it says."""

    framework: str
    revision: int
    number: int
    commitment: str
    count: int
    reason: str
    window: Window | None
    sizes: tuple[tuple[str, int], ...]
    says: dict[str, object]


def record(draw: Draw) -> dict[str, object]:
    """The draw as it is written to a JSON file. The number is text: it has more digits than other programs keep."""
    window = {"first": draw.window.first, "last": draw.window.last} if draw.window else None
    return {
        "format": FORMAT,
        "version": VERSION,
        "framework": draw.framework,
        "revision": draw.revision,
        "list_hash": draw.list_hash,
        "number": str(draw.number),
        "commitment": draw.commitment,
        "count": draw.count,
        "reason": draw.reason,
        "window": window,
        "sizes": dict(draw.sizes),
        "seed": draw.seed,
        "groups": [_group(group) for group in draw.groups],
    }


def read_record(data: bytes, *, file: str) -> Recorded:
    """A record from its JSON file, or from what `touchstone sample --format json` prints, which holds one as "draw".

    Raises ProblemsFound for what is no such record.
    """
    says = read_json(data, file=file)
    if isinstance(says, dict) and isinstance(says.get("draw"), dict):
        says = says["draw"]
    if not isinstance(says, dict) or says.get("format") != FORMAT or says.get("version") != VERSION:
        what = "The file is not the record of a draw that this release can read."
        raise ProblemsFound([Problem(what, "Give the file that `touchstone sample --format json` made.", file)])
    wrong = [
        Problem(f"It is not {kind}.", "Ask for the record as it was written.", file, column=key)
        for key, (kind, fits) in _SHAPES.items()
        if key not in says or not fits(says[key])
    ]
    if wrong:
        raise ProblemsFound(wrong)
    window = says["window"]
    return Recorded(
        framework=says["framework"],
        revision=says["revision"],
        number=int(says["number"]),
        commitment=says["commitment"],
        count=says["count"],
        reason=says["reason"],
        window=Window(window["first"], window["last"]) if window else None,
        sizes=tuple(sorted(says["sizes"].items())),
        says=says,
    )


def first_difference(frame: Frame, framework: Framework, recorded: Recorded) -> str:
    """The first thing that comes out otherwise when the draw is done again, in words; "" when nothing does.

    `framework` must be the one the record names, in its revision. Raises ProblemsFound as `draw_sample` does.
    """
    again = record(
        draw_sample(
            frame,
            framework,
            number=recorded.number,
            commitment=recorded.commitment,
            count=recorded.count,
            reason=recorded.reason,
            window=recorded.window,
            sizes=dict(recorded.sizes),
        )
    )
    return _difference(recorded.says, again, "")


def _group(drawn: GroupDraw) -> dict[str, object]:
    return {
        "group": drawn.group,
        "strata_by": list(drawn.strata_by),
        "eligible": drawn.eligible,
        "because": drawn.because,
        "strata": [
            {"values": list(each.values), "eligible": each.eligible, "drawn": each.drawn} for each in drawn.strata
        ],
        "sample": [_case(case) for case in drawn.sample],
        "substitutes": [_case(case) for case in drawn.substitutes],
    }


def _case(case: EligibleCase) -> dict[str, object]:
    return {"reference": case.reference, "kind": case.kind, "stratum": list(case.stratum)}


def _difference(recorded: object, again: object, way: str) -> str:
    """The first place, in the order of the record, at which two JSON values are not the same."""
    if isinstance(recorded, dict) and isinstance(again, dict):
        for key in [*again, *(key for key in recorded if key not in again)]:
            if key != _NOT_COMPARED:
                found = _difference(recorded.get(key), again.get(key), f"{way}.{key}".lstrip("."))
                if found:
                    return found
        return ""
    if isinstance(recorded, list) and isinstance(again, list):
        for at, (one, other) in enumerate(zip(recorded, again, strict=False)):
            if found := _difference(one, other, f"{way}[{at}]"):
                return found
        if len(recorded) != len(again):
            return f"{way}: the record has {len(recorded)} entries, the draw done again {len(again)}"
        return ""
    if type(recorded) is type(again) and recorded == again:
        return ""
    return f"{way}: the record says {_short(recorded)}, the draw done again {_short(again)}"


def _short(value: object) -> str:
    from touchstone.intake.text import shown

    return "nothing" if value is None else shown(value, most=80)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 1


def _is_number(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS


def _is_window(value: object) -> bool:
    if value is None:
        return True
    return isinstance(value, dict) and set(value) == {"first", "last"} and all(map(_is_day, value.values()))


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and iso_date(value) == value
    except NotADate:
        return False


def _is_sizes(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_count, value.values()))


_SHAPES = {
    "framework": ("a text", _is_text),
    "revision": ("a whole number of at least 1", _is_count),
    "number": (f"a text of at most {MOST_DIGITS} digits", _is_number),
    "commitment": ("a text", _is_text),
    "count": ("a whole number of at least 1", _is_count),
    "reason": ("a text", _is_text),
    "window": ("null, or an object with two ISO dates, first and last", _is_window),
    "sizes": ("an object of whole numbers", _is_sizes),
}
