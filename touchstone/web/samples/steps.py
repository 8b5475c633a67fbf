"""Where the sample stands: its steps in order, whose turn it is, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.exercises.models import Activity, Exercise
from touchstone.web.samples.models import CaseList, Commitment, Draw, ListState, SampledCase, SampleRules
from touchstone.web.samples.summary import standing_commitment, standing_draw

WAITING = (ListState.READING, ListState.REFUSED, ListState.CHECKED)


@dataclass(frozen=True)
class Standing:
    """Everything that the steps are told from, read once."""

    exercise: Exercise
    commitment: Commitment | None
    confirmed: CaseList | None
    waiting: CaseList | None  # the version that was handed in and is not confirmed
    draw: Draw | None
    cases: int
    redraws: int
    rules_set: bool

    @property
    def frozen(self) -> bool:
        """Is there a sample that nothing changes but substitutes?"""
        return self.cases > 0


@dataclass(frozen=True)
class Step:
    """One step, as the list of tasks shows it."""

    words: str
    state: str
    tone: str = ""
    href: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, with what, where; and what blocks it."""

    who: str
    what: str
    href: str = ""
    act: str = ""
    blocked_by: list[str] = field(default_factory=list)


def standing_of(exercise: Exercise) -> Standing:
    """Where the sample of this exercise stands."""
    lists = CaseList.objects.of(exercise).defer("problems", "not_eligible", "groups")
    cases = SampledCase.objects.of(exercise).read().count()
    draw = standing_draw(exercise)
    return Standing(
        exercise=exercise,
        commitment=standing_commitment(exercise),
        confirmed=lists.filter(state=ListState.CONFIRMED).first(),
        waiting=lists.filter(state__in=WAITING).first(),
        draw=draw,
        cases=cases,
        redraws=Draw.objects.of(exercise).exclude(withdrawn_at=None).count(),
        rules_set=SampleRules.objects.of(exercise).exists(),
    )


def steps_of(it: Standing, person: User) -> list[Step]:
    """The five steps, each with its link where this person may go there."""
    return [
        list_step(it, person),
        check_step(it, person),
        size_step(it, person),
        draw_step(it, person),
        frozen_step(it, person),
    ]


def list_step(it: Standing, person: User) -> Step:
    """The service hands its list in."""
    href = link("case_list", it.exercise, person, Permission.CASE_LIST_READ)
    words = _("The service hands in its list of cases")
    if it.confirmed is None and it.waiting is None:
        return Step(words, _("Not handed in"), "grey", href)
    newest = max(each.version for each in (it.confirmed, it.waiting) if each is not None)
    return Step(words, _("Version %(number)s") % {"number": newest}, "green" if it.confirmed else "blue", href)


def check_step(it: Standing, person: User) -> Step:
    """The list is checked and confirmed."""
    words, waiting = _("The list is checked and confirmed"), it.waiting
    at = waiting or it.confirmed
    href = link("case_list_version", it.exercise, person, Permission.CASE_LIST_READ, at.pk) if at else ""
    if waiting is not None and waiting.state == ListState.REFUSED:
        return Step(words, _("Has problems"), "red", href)
    if waiting is not None:
        read = waiting.state == ListState.CHECKED
        return Step(words, _("Waits to be confirmed") if read else _("Being read"), "blue", href)
    if it.confirmed is None:
        return Step(words, _("Not yet"))
    told = {"count": it.confirmed.eligible_count, "all": it.confirmed.rows_count}
    return Step(words, _("Confirmed"), "green", href, _("%(count)s of %(all)s cases can be drawn") % told)


def size_step(it: Standing, person: User) -> Step:
    """How many are read."""
    words = _("How many cases are read, from which window")
    if it.confirmed is None:
        return Step(words, _("Not yet"))
    href = link("sample_size", it.exercise, person, Permission.DRAW_READ)
    return Step(
        words, _("Set by hand") if it.rules_set else _("By the framework"), "blue" if it.rules_set else "", href
    )


def draw_step(it: Standing, person: User) -> Step:
    """The sample is drawn."""
    words = _("The sample is drawn")
    if it.draw is None:
        return Step(words, _("Not yet"), "", "")
    hint = ""
    if it.redraws:
        hint = ngettext("%(n)s earlier draw was withdrawn", "%(n)s earlier draws were withdrawn", it.redraws)
        hint %= {"n": it.redraws}
    seen = person.may(Permission.DRAW_READ, it.exercise) or (
        it.frozen and person.may(Permission.SAMPLE_READ, it.exercise)
    )
    href = reverse("sample_draw", args=[it.exercise.pk, it.draw.pk]) if seen else ""
    return Step(words, _("Draw %(count)s") % {"count": it.draw.count}, "green", href, hint)


def frozen_step(it: Standing, person: User) -> Step:
    """The sample is frozen."""
    words = _("The sample is frozen")
    if not it.frozen:
        return Step(words, _("Not yet"))
    told = ngettext("%(n)s case is read", "%(n)s cases are read", it.cases) % {"n": it.cases}
    return Step(words, _("Frozen"), "green", link("sample_cases", it.exercise, person, Permission.SAMPLE_READ), told)


def turn_of(it: Standing, person: User) -> Turn:
    """Whose turn it is now. The link is there for those whose turn it is."""
    service, lead = str(it.exercise.service), _("the lead inspector")
    if it.frozen:
        return Turn(_("nobody"), _("The sample is frozen. Only substitutes can be put in."))
    if it.draw is not None:
        href = link("sample_draw", it.exercise, person, Permission.SAMPLE_DRAW, it.draw.pk)
        return Turn(
            lead, _("Look through the draw and freeze it."), href, _("Go to the draw"), blocks(it, Activity.SAMPLE)
        )
    if it.waiting is not None:
        what = {
            ListState.REFUSED: _("The list that was handed in has problems. Mend them and hand it in again."),
            ListState.CHECKED: _("The list that was handed in is good. Look at the dry run and confirm it."),
            ListState.READING: _("The list that was handed in is being read."),
        }[ListState(it.waiting.state)]
        href = link("case_list_version", it.exercise, person, Permission.CASE_LIST_UPLOAD, it.waiting.pk)
        return Turn(service, what, href, _("Go to the list"), blocks(it, Activity.CASE_LIST))
    if it.confirmed is None:
        href = link("case_list", it.exercise, person, Permission.CASE_LIST_UPLOAD)
        return Turn(
            service, _("Hand in the list of cases."), href, _("Hand in the list"), blocks(it, Activity.CASE_LIST)
        )
    href = link("sample_size", it.exercise, person, Permission.SAMPLE_DRAW)
    return Turn(
        lead, _("Look at the size of the sample and draw it."), href, _("Go to the draw"), blocks(it, Activity.SAMPLE)
    )


def blocks(it: Standing, activity: Activity) -> list[str]:
    """What stands in the way of an activity: only the stage can."""
    if it.exercise.is_open_for(activity):
        return []
    return [_("This stage of the inspection is not open for %(what)s.") % {"what": activity.label}]


def link(view: str, exercise: Exercise, person: User, permission: Permission, *more: object) -> str:
    """The address of a page, "" for whoever may not go there."""
    return reverse(view, args=[exercise.pk, *more]) if person.may(permission, exercise) else ""
