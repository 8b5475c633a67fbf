"""What goes into the database before the load, and what is found in it after: `python -m … prepare|report`."""

import json
import sys

import django


def prepare() -> dict[str, object]:
    """Tables, two people who read one case together, and a signed-in session for each."""
    from django.core.management import call_command
    from django.test import Client

    from tests.factories import assessments, people

    call_command("migrate", verbosity=0)
    cast = people.cast()
    row = assessments.assessment(assessments.case(cast.exercise), cast.inspector)
    assessments.along(row, cast.assessor)
    sessions = {}
    for name in ("inspector", "assessor"):
        client = Client()
        client.force_login(cast.people[name])
        sessions[name] = {key: morsel.value for key, morsel in client.cookies.items()}
    page = f"/work/exercises/{cast.exercise.pk}/cases/{row.pk}/"
    questions = [question.id for question in row.form().questions if question.key_question]
    return {"case": page, "answers": f"{page}answers/", "sessions": sessions, "questions": questions}


def report() -> dict[str, object]:
    """Every version, every answer, how many acts were written down, and whether chain and file are whole."""
    from django.db import connection

    from touchstone.web.assessments.models import Answer, AnswerVersion, CaseAssessment
    from touchstone.web.audit.chain import verify
    from touchstone.web.audit.models import AuditHead, AuditRow
    from touchstone.web.tenancy import unscoped

    head = AuditHead.objects.get()
    verdict = verify(AuditRow.objects.order_by("seq").iterator(), expected_head=(head.seq, head.hash))
    with unscoped("a test counts"):
        versions = {
            str(row.pk): [row.row.question, row.version, row.outcome, row.evidence]
            for row in AnswerVersion.objects.select_related("row")
        }
        answers = {row.question: row.evidence for row in Answer.objects.all()}
        saves = CaseAssessment.objects.get().saves
    integrity = "ok"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            integrity = str(cursor.fetchone()[0])
    acts = AuditRow.objects.filter(what="assessments.answer", outcome="done").count()
    return {
        "versions": versions, "answers": answers, "saves": saves, "acts": acts, "chain": verdict.problem,
        "integrity": integrity,
    }  # fmt: skip


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"prepare": prepare, "report": report}[sys.argv[1]]()))
