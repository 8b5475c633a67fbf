"""What changes claims: written, cited for and against, contradictions weighed, settled on enough sources."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from touchstone.web.accounts.models import User
from touchstone.web.accounts.permissions import Permission
from touchstone.web.audit.operation import note, operation, step
from touchstone.web.evidence.independence import independent
from touchstone.web.evidence.models import Citation, Claim, ClaimState, ClaimStep, ClaimTurn, Stance
from touchstone.web.evidence.operations import known_standards, made_once
from touchstone.web.evidence.sources import Live, resolved
from touchstone.web.evidence.support import Support
from touchstone.web.exercises.models import Activity, Exercise

CHANGED = "changed_meanwhile"


@operation(Permission.EVIDENCE_WRITE)
def write_claim(*, exercise: Exercise, standard: str, kind: str, text: str, save_id: UUID, by: User) -> Claim:
    """Begin a claim as a draft; drafts are always kept. The same press twice is one. Raises NotOpen."""
    exercise.require(Activity.EVIDENCE)
    if not known_standards(exercise, [standard]):
        raise ValidationError({"standard": _("Choose the standard that the claim is about.")})
    row = Claim(id=save_id, exercise=exercise, standard=standard, kind=kind, text=text, begun_by=by)
    claim, new = made_once(row=row, by_field="begun_by")
    if new:
        turn(claim, ClaimStep.BEGUN, by=by)
    return claim


@operation(Permission.EVIDENCE_WRITE)
def change_claim(*, claim: Claim, version: int, standard: str, kind: str, text: str, by: User) -> None:
    """Change a draft. How it read before is kept; an approved reason for a single source must be approved again."""
    claim.exercise.require(Activity.EVIDENCE)
    if not known_standards(claim.exercise, [standard]):
        raise ValidationError({"standard": _("Choose the standard that the claim is about.")})
    before = Claim.objects.get(pk=claim.pk)
    changed = Claim(exercise=claim.exercise, standard=standard, kind=kind, text=text, begun_by=by)
    changed.clean_fields()
    moved(claim, ClaimState.DRAFT, version, standard=standard, kind=kind, text=changed.text,
          reason_approved_by=None, reason_approved_at=None)  # fmt: skip
    turn(claim, ClaimStep.CHANGED, by=by, words=before.text)


@operation(Permission.EVIDENCE_WRITE)
def cite(*, claim: Claim, source: str, stance: str, says: str, save_id: UUID, by: User) -> Citation:
    """Cite a source of this exercise for a claim or against it; at any time, also once the claim is settled.

    `source` is a key of `sources.offered`. Raises NotOpen, and ValidationError for what cannot be cited.
    """
    claim.exercise.require(Activity.EVIDENCE)
    if Claim.objects.filter(pk=claim.pk, state=ClaimState.WITHDRAWN).exists():
        raise ValidationError(_("This claim was withdrawn."))
    before = Citation.objects.filter(pk=save_id, claim=claim, cited_by=by).first()
    if before is not None:
        return before
    if stance == Stance.AGAINST and not says:
        raise ValidationError({"says": _("Say what in this source speaks against the claim.")})
    found = resolved(claim.exercise, source)
    row = Citation(id=save_id, exercise=claim.exercise, claim=claim, stance=stance, says=says, cited_by=by, **found)
    citation, _new = made_once(row=row, by_field="cited_by")
    turn(claim, ClaimStep.CITED if stance == Stance.FOR else ClaimStep.CITED_AGAINST, by=by)
    note(details={"kind": citation.kind, "stance": stance})
    return citation


@operation(Permission.EVIDENCE_WRITE)
def take_off(*, citation: Citation, because: str, by: User) -> None:
    """Take a source for a draft off, with a reason; it stays in sight. What speaks against it is never taken off."""
    citation.exercise.require(Activity.EVIDENCE)
    if citation.stance == Stance.AGAINST:
        raise ValidationError(_("What speaks against a claim stays. Say how it was weighed instead."))
    if not because:
        raise ValidationError({"because": _("Say why the source no longer counts.")})
    draft = Claim.objects.filter(pk=citation.claim_id, state=ClaimState.DRAFT)
    if not draft.update(version=F("version") + 1):  # so that nobody settles what they saw before
        raise ValidationError(_("This claim is settled. Open it again first."))
    gone = {"taken_off_at": timezone.now(), "taken_off_by": by, "taken_off_because": because}
    if Citation.objects.filter(pk=citation.pk, taken_off_at=None).update(**gone):
        turn(citation.claim, ClaimStep.TAKEN_OFF, by=by, words=because)


@operation(Permission.EVIDENCE_WRITE)
def weigh(*, citation: Citation, words: str, by: User) -> None:
    """Answer what speaks against a claim: how it was weighed. It stays beside the claim, with its answer.

    It can be answered again; earlier answers stay in what happened to the claim.
    """
    citation.exercise.require(Activity.EVIDENCE)
    if citation.stance != Stance.AGAINST:
        raise ValidationError(_("Only what speaks against a claim is weighed."))
    if not words:
        raise ValidationError({"words": _("Say how it was weighed.")})
    Citation.objects.filter(pk=citation.pk).update(weighed=words, weighed_by=by, weighed_at=timezone.now())
    turn(citation.claim, ClaimStep.WEIGHED, by=by, words=words)


@operation(Permission.EVIDENCE_WRITE)
def give_reason(*, claim: Claim, reason: str, by: User) -> None:
    """Say why a single source is enough for this draft. It counts once the lead inspector has approved it."""
    claim.exercise.require(Activity.EVIDENCE)
    if not reason:
        raise ValidationError({"reason": _("Say why one source is enough here.")})
    given = {"single_source_reason": reason, "reason_by": by, "reason_approved_by": None, "reason_approved_at": None}
    if not Claim.objects.filter(pk=claim.pk, state=ClaimState.DRAFT).update(version=F("version") + 1, **given):
        raise ValidationError(_("This claim is no draft any more. Open it again first."))
    turn(claim, ClaimStep.REASONED, by=by, words=reason)


@operation(Permission.EVIDENCE_APPROVE)
def approve_reason(*, claim: Claim, version: int, by: User) -> None:
    """Approve, as the lead inspector, that one source is enough, for the claim and the reason as they were read."""
    claim.exercise.require(Activity.EVIDENCE)
    drafts = Claim.objects.filter(pk=claim.pk, state=ClaimState.DRAFT, version=version, reason_approved_at=None)
    waiting = drafts.exclude(single_source_reason="")
    if not waiting.update(reason_approved_by=by, reason_approved_at=timezone.now()):
        raise ValidationError(_("There is no such reason to approve any more. Look at the claim as it is now."))
    turn(claim, ClaimStep.APPROVED, by=by, words=Claim.objects.get(pk=claim.pk).single_source_reason)


@operation(Permission.EVIDENCE_WRITE)
def settle(*, claim: Claim, version: int, by: User) -> None:
    """Settle a draft. Refused, in words, unless it stands on two independent sources or one with an approved reason."""
    claim.exercise.require(Activity.EVIDENCE)
    fresh = Claim.objects.prefetch_related("citations__item", "citations__quote", "citations__figure").get(pk=claim.pk)
    support = Support(fresh, Live.of(claim.exercise))
    if support.why_not:
        raise ValidationError(support.why_not, code="not_supported")
    moved(claim, ClaimState.DRAFT, version, state=ClaimState.SETTLED, settled_by=by, settled_at=timezone.now())
    turn(claim, ClaimStep.SETTLED, by=by)
    note(details={"independent": independent(support.origins), "unanswered": len(support.unanswered)})


@operation(Permission.EVIDENCE_WRITE)
def reopen(*, claim: Claim, version: int, because: str, by: User) -> None:
    """Make a settled claim a draft again, with a reason."""
    claim.exercise.require(Activity.EVIDENCE)
    if not because:
        raise ValidationError({"because": _("Say why the claim is opened again.")})
    moved(claim, ClaimState.SETTLED, version, state=ClaimState.DRAFT, settled_by=None, settled_at=None)
    turn(claim, ClaimStep.REOPENED, by=by, words=because)


@operation(Permission.EVIDENCE_WRITE)
def withdraw_claim(*, claim: Claim, version: int, because: str, by: User) -> None:
    """Withdraw a draft, with a reason. It stays, with all it cited, and is not written about."""
    claim.exercise.require(Activity.EVIDENCE)
    if not because:
        raise ValidationError({"because": _("Say why the claim is withdrawn.")})
    moved(claim, ClaimState.DRAFT, version, state=ClaimState.WITHDRAWN)
    turn(claim, ClaimStep.WITHDRAWN, by=by, words=because)


@step
def moved(claim: Claim, from_state: ClaimState, version: int, **now: Any) -> None:
    """Change a claim in this state, upon the version that was looked at. Raises ValidationError."""
    if not Claim.objects.filter(pk=claim.pk, state=from_state, version=version).update(version=F("version") + 1, **now):
        raise ValidationError(_("Somebody else changed this claim meanwhile. Nothing of yours is lost."), code=CHANGED)
    note(details={"version": version + 1})


@step
def turn(claim: Claim, what: ClaimStep, *, by: User, words: str = "") -> ClaimTurn:
    """One thing that happened to a claim, written down."""
    row = ClaimTurn(exercise=claim.exercise, claim=claim, what=what, by=by, words=words)
    row.clean_fields()
    row.save(force_insert=True)
    return row
