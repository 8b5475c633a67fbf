"""Every permission: RESOURCE_ACTION, with the sentence that says what it lets a person do."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    """What there is to be allowed. Which role may do which is in roles.py."""

    # the installation
    PEOPLE_MANAGE = "people_manage", _("invite people, give and end their roles")
    AUDIT_READ = "audit_read", _("read who did what, without the content of any case")

    # an inspection or another exercise
    INSPECTION_PLAN = "inspection_plan", _("plan a new inspection of a service")
    INSPECTION_READ = "inspection_read", _("see that an inspection is held, its stage and its dates")
    INSPECTION_MOVE = "inspection_move", _("move an inspection to its next stage")
    TEAM_MANAGE = "team_manage", _("say who is in the team, and as what")
    TIMETABLE_READ = "timetable_read", _("see the timetable of fieldwork")
    TIMETABLE_EDIT = "timetable_edit", _("write the timetable of fieldwork")
    PROGRESS_READ = "progress_read", _("see progress, what is late and emerging ratings")
    INSPECTION_FILE_EXPORT = "inspection_file_export", _("take the portable inspection file out")
    INSPECTION_FILE_IMPORT = "inspection_file_import", _("bring a portable inspection file in")

    # the sample
    CASE_LIST_UPLOAD = "case_list_upload", _("hand in the service's list of cases")
    CASE_LIST_READ = "case_list_read", _("see the list that was handed in, with its problems")
    SAMPLE_DRAW = "sample_draw", _("draw the sample, put substitutes in, freeze it")
    DRAW_READ = "draw_read", _("see draws before one is frozen")
    SAMPLE_READ = "sample_read", _("see which cases are in the sample")

    # cases
    ASSESSMENT_READ = "assessment_read", _("read the case assessments of the team")
    ASSESSMENT_WRITE = "assessment_write", _("assess the cases one was given")
    ASSESSMENT_ALLOCATE = "assessment_allocate", _("give cases to assessors, first and second")
    ASSESSMENT_MODERATE = "assessment_moderate", _("send an assessment back, moderate and agree it")
    AGREEMENT_READ = "agreement_read", _("see how far assessors agree")
    BENCHMARK_MANAGE = "benchmark_manage", _("set cases that new assessors practise on")
    CONCERN_RAISE = "concern_raise", _("raise a concern about a child's immediate safety")
    CONCERN_RECEIVE = "concern_receive", _("be on duty for such concerns and give receipt")
    CONCERN_READ = "concern_read", _("see the concerns that were raised and what became of them")

    # evidence
    DOCUMENT_SUBMIT = "document_submit", _("hand in documents in advance")
    DOCUMENT_READ = "document_read", _("read documents that were handed in")
    EVIDENCE_WRITE = "evidence_write", _("record meetings, groups and quotes, and write the matrix of evidence")
    EVIDENCE_APPROVE = "evidence_approve", _("approve that a claim stands on a single source")
    EVIDENCE_READ = "evidence_read", _("read recorded evidence and the matrix")
    SURVEY_MANAGE = "survey_manage", _("open and close surveys and make their links")
    SURVEY_FREE_TEXT_READ = "survey_free_text_read", _("read what people wrote in surveys before anybody else does")
    SURVEY_READ = "survey_read", _("read the results of surveys that were cleared")

    # ratings
    JUDGEMENT_READ = "judgement_read", _("see computed ratings with their working, and proposed judgements")
    JUDGEMENT_WRITE = "judgement_write", _("propose judgements against the characteristics")
    PANEL_READ = "panel_read", _("see the panel's room and its minutes")
    PANEL_TAKE_PART = "panel_take_part", _("argue, vote, dissent and send a case back")
    PANEL_DECIDE = "panel_decide", _("record what the panel decided")
    RATINGS_READ = "ratings_read", _("see ratings that the panel has decided")
