"""Run in the environment of the site: gives three cases of an exercise to its inspector, and prints their addresses."""

from __future__ import annotations

import json
import sys

import django

FIRST_POSITION = 81  # behind whatever another journey draws


def main() -> None:
    """The inspector reads them, the local assessor reads along."""
    django.setup()
    from tests.factories import assessments
    from touchstone.web.accounts.models import User
    from touchstone.web.exercises.models import Exercise
    from touchstone.web.tenancy import unscoped

    with unscoped("a journey is made ready"):
        exercise = Exercise.objects.select_related("service").get(pk=sys.argv[1])
        inspector, assessor = (User.objects.get(email=f"{name}@example.org") for name in ("inspector", "assessor"))
        told = []
        for position in range(FIRST_POSITION, FIRST_POSITION + 3):
            row = assessments.assessment(assessments.case(exercise, position), inspector)
            assessments.along(row, assessor)
            told.append(f"/work/exercises/{exercise.pk}/cases/{row.pk}/")
        number = [section.id for section in row.form().sections].index("2.1") + 1
    print(json.dumps({"cases": told, "page": number}))


if __name__ == "__main__":
    main()
