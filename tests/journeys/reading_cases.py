"""Run in the environment of the site: an inspection of its own with three cases, whose addresses it prints."""

from __future__ import annotations

import json
import sys

import django

REFERENCE = "2026-903"  # its own, so that it stands in the way of no other journey


def main() -> None:
    """The team of the cast's inspection; the inspector reads the cases, the local assessor reads along."""
    django.setup()
    from tests.factories import assessments, people
    from touchstone.web.accounts.models import Grant, User
    from touchstone.web.exercises.models import Exercise
    from touchstone.web.tenancy import unscoped

    with unscoped("a journey is made ready"):
        of_the_cast = Exercise.objects.select_related("service").get(pk=sys.argv[1])
        exercise = people.inspection(of_the_cast.service, REFERENCE)
        for held in Grant.objects.filter(exercise=of_the_cast.pk):
            Grant.objects.create(person=held.person, role=held.role, exercise=exercise.pk)
        inspector, assessor = (User.objects.get(email=f"{name}@example.org") for name in ("inspector", "assessor"))
        told = []
        for position in range(1, 4):
            row = assessments.assessment(assessments.case(exercise, position), inspector)
            assessments.along(row, assessor)
            told.append(f"/work/exercises/{exercise.pk}/cases/{row.pk}/")
        number = [section.id for section in row.form().sections].index("2.1") + 1
    print(json.dumps({"cases": told, "page": number, "room": f"/work/exercises/{exercise.pk}/cases/"}))


if __name__ == "__main__":
    main()
