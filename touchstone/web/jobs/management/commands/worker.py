"""`manage.py worker`: does long work, keeps the schedule and sends mail until it is told to stop."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from touchstone.web.jobs.operations import LEASE
from touchstone.web.jobs.worker import Worker


def seconds(text: str) -> timedelta:
    """A span as typed. Raises ArgumentTypeError."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0.5 <= number <= 3600:
        raise ArgumentTypeError("a lease is from 0.5 to 3600 seconds")
    return timedelta(seconds=number)


class Command(BaseCommand):
    """Run as many as you like; nothing is done twice."""

    requires_system_checks = ()  # `serve` and `manage.py check` make them; a worker that is begun again starts at once
    help = "Do long work, keep the schedule and send mail, until stopped. Several may run side by side."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--lease` for a site whose machines are often suspended, `--parent` for whoever starts workers."""
        parser.add_argument(
            "--lease",
            type=seconds,
            default=LEASE,
            help="after how many seconds of silence a worker counts as dead (60)",
        )
        parser.add_argument("--parent", type=int, default=0, help="end when the process of this number is gone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until told to stop."""
        worker = Worker(lease=options["lease"], parent=options["parent"])
        worker.listen()
        worker.run()
