"""Every role: its name, a sentence that can be approved, where it is held, and its permissions."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from touchstone.web.accounts.permissions import Permission as Can

Held = Literal["installation", "service", "exercise"]


@dataclass(frozen=True)
class Role:
    """A role. `held` says where: everywhere, at one service, or in the team of one exercise."""

    id: str
    name: str | Promise
    sentence: str | Promise
    held: Held
    permissions: frozenset[Can]


# What everybody in the team of an inspection needs to know of it.
TEAM_KNOWS = (
    Can.INSPECTION_READ,
    Can.TIMETABLE_READ,
    Can.SAMPLE_READ,
    Can.DOCUMENT_READ,
    Can.EVIDENCE_READ,
    Can.SURVEY_READ,
    Can.CONCERN_RAISE,
    Can.CONCERN_READ,
)
ASSESSES = (Can.ASSESSMENT_WRITE,)

ROLES: dict[str, Role] = {
    role.id: role
    for role in (
        Role(
            "administrator",
            _("Administrator"),
            _("Invites people and gives them their roles. Sees no case, no evidence and no rating."),
            "installation",
            frozenset({Can.PEOPLE_MANAGE}),
        ),
        Role(
            "chief_inspector",
            _("Chief inspector"),
            _("Plans inspections, sees all of them, takes part in panels. Changes no assessment."),
            "installation",
            frozenset(
                {
                    Can.INSPECTION_PLAN,
                    Can.INSPECTION_READ,
                    Can.INSPECTION_MOVE,
                    Can.TEAM_MANAGE,
                    Can.TIMETABLE_READ,
                    Can.PROGRESS_READ,
                    Can.INSPECTION_FILE_EXPORT,
                    Can.INSPECTION_FILE_IMPORT,
                    Can.CASE_LIST_READ,
                    Can.DRAW_READ,
                    Can.SAMPLE_READ,
                    Can.ASSESSMENT_READ,
                    Can.AGREEMENT_READ,
                    Can.BENCHMARK_MANAGE,
                    Can.CONCERN_RAISE,
                    Can.CONCERN_RECEIVE,
                    Can.CONCERN_READ,
                    Can.DOCUMENT_READ,
                    Can.EVIDENCE_READ,
                    Can.SURVEY_READ,
                    Can.JUDGEMENT_READ,
                    Can.PANEL_READ,
                    Can.PANEL_TAKE_PART,
                    Can.PANEL_DECIDE,
                    Can.RATINGS_READ,
                }
            ),
        ),
        Role(
            "auditor",
            _("Auditor"),
            _("Reads who did what and when. Sees no case, no evidence and no rating."),
            "installation",
            frozenset({Can.AUDIT_READ}),
        ),
        Role(
            "publisher",
            _("Publisher"),
            _("Prepares what the panel has decided for publication. Sees decided ratings, never a case."),
            "installation",
            frozenset({Can.INSPECTION_READ, Can.RATINGS_READ}),
        ),
        Role(
            "lead_inspector",
            _("Lead inspector"),
            _("Leads one inspection: its team, sample, timetable, evidence and proposed judgements."),
            "exercise",
            frozenset(
                {
                    *TEAM_KNOWS,
                    *ASSESSES,
                    Can.INSPECTION_MOVE,
                    Can.TEAM_MANAGE,
                    Can.TIMETABLE_EDIT,
                    Can.PROGRESS_READ,
                    Can.INSPECTION_FILE_EXPORT,
                    Can.CASE_LIST_UPLOAD,  # on the service's behalf
                    Can.CASE_LIST_READ,
                    Can.SAMPLE_DRAW,
                    Can.DRAW_READ,
                    Can.ASSESSMENT_READ,
                    Can.ASSESSMENT_ALLOCATE,
                    Can.ASSESSMENT_MODERATE,
                    Can.AGREEMENT_READ,
                    Can.CONCERN_RECEIVE,
                    Can.DOCUMENT_SUBMIT,  # on the service's behalf
                    Can.EVIDENCE_WRITE,
                    Can.EVIDENCE_APPROVE,
                    Can.SURVEY_MANAGE,
                    Can.JUDGEMENT_READ,
                    Can.JUDGEMENT_WRITE,
                    Can.PANEL_READ,
                    Can.RATINGS_READ,
                }
            ),
        ),
        Role(
            "inspector",
            _("Inspector"),
            _("Reads the cases they were given in one inspection, gathers evidence and proposes judgements."),
            "exercise",
            frozenset(
                {
                    *TEAM_KNOWS,
                    *ASSESSES,
                    Can.DRAW_READ,
                    Can.PROGRESS_READ,
                    Can.ASSESSMENT_READ,
                    Can.EVIDENCE_WRITE,
                    Can.JUDGEMENT_READ,
                    Can.JUDGEMENT_WRITE,
                }
            ),
        ),
        Role(
            "local_assessor",
            _("Local assessor"),
            _("A practitioner of another service, trained by the inspectorate: assesses the cases they were given."),
            "exercise",
            frozenset({Can.INSPECTION_READ, Can.TIMETABLE_READ, Can.CONCERN_RAISE, *ASSESSES}),
        ),
        Role(
            "partner_inspector",
            _("Inspector of another inspectorate"),
            _("Police, health, education, social care: meets people, reads documents. Opens no case."),
            "exercise",
            frozenset(
                {
                    Can.INSPECTION_READ,
                    Can.TIMETABLE_READ,
                    Can.DOCUMENT_READ,
                    Can.EVIDENCE_READ,
                    Can.EVIDENCE_WRITE,
                    Can.CONCERN_RAISE,
                }
            ),
        ),
        Role(
            "safeguarding_reader",
            _("Safeguarding reader"),
            _("Reads within a working day what people wrote in the surveys of one inspection, and receives concerns."),
            "exercise",
            frozenset(
                {
                    Can.INSPECTION_READ,
                    Can.SURVEY_FREE_TEXT_READ,
                    Can.SURVEY_READ,
                    Can.CONCERN_RAISE,
                    Can.CONCERN_RECEIVE,
                    Can.CONCERN_READ,
                }
            ),
        ),
        Role(
            "panel_member",
            _("Ratings-panel member"),
            _("Takes part in one panel: sees ratings, working and evidence; sends a case back, edits none."),
            "exercise",
            frozenset(
                {
                    Can.INSPECTION_READ,
                    Can.EVIDENCE_READ,
                    Can.SURVEY_READ,
                    Can.JUDGEMENT_READ,
                    Can.PANEL_READ,
                    Can.PANEL_TAKE_PART,
                    Can.RATINGS_READ,
                    Can.AGREEMENT_READ,
                }
            ),
        ),
        Role(
            "panel_chair",
            _("Chair of the ratings panel"),
            _("Chairs the panel of one inspection and records what it decided."),
            "exercise",
            frozenset(
                {
                    Can.INSPECTION_READ,
                    Can.EVIDENCE_READ,
                    Can.SURVEY_READ,
                    Can.JUDGEMENT_READ,
                    Can.PANEL_READ,
                    Can.PANEL_TAKE_PART,
                    Can.PANEL_DECIDE,
                    Can.RATINGS_READ,
                    Can.AGREEMENT_READ,
                }
            ),
        ),
        Role(
            "service_contact",
            _("Service contact"),
            _("Speaks for one youth justice service: hands in its list and documents, sees stages and dates."),
            "service",
            frozenset(
                {
                    Can.INSPECTION_READ,
                    Can.TIMETABLE_READ,
                    Can.CASE_LIST_UPLOAD,
                    Can.CASE_LIST_READ,
                    Can.SAMPLE_READ,
                    Can.DOCUMENT_SUBMIT,
                    Can.DOCUMENT_READ,
                }
            ),
        ),
    )
}


@cache
def roles_with(permission: Can) -> frozenset[str]:
    """The roles that carry a permission."""
    return frozenset(role.id for role in ROLES.values() if permission in role.permissions)
