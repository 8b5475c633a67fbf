"""Run in the environment of the site: time passes without a receipt, and the schedule looks at its concerns."""

from __future__ import annotations

import django


def main() -> None:
    """What the worker does every minute, after every unanswered concern has grown 16 minutes older."""
    django.setup()
    from datetime import timedelta

    from django.db.models import F

    from touchstone.web.concerns.models import Concern
    from touchstone.web.concerns.operations import climb_all
    from touchstone.web.tenancy import unscoped

    with unscoped("a journey in which time passes"):
        Concern.objects.filter(received_at=None).update(told_last=F("told_last") - timedelta(minutes=16))
    climb_all()


if __name__ == "__main__":
    main()
