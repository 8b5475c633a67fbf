"""`touchstone audit verify`: is every row of the audit as it was written?"""

import argparse
import os

from touchstone.cli.serve import SIGNS_OF_PRODUCTION, not_prepared, refuse

EPILOG = "Without TOUCHSTONE_MODE and the settings of production it reads the trial of this machine."


def configure(parser: argparse.ArgumentParser) -> None:
    """What may be asked for."""
    parser.add_argument("what", choices=("verify", "anchor"), help="verify the chain, or write its head down now")


def run(arguments: argparse.Namespace) -> int:
    """Do it; exit status 1 where the audit does not hold."""
    if not any(os.environ.get(name) for name in SIGNS_OF_PRODUCTION):
        os.environ["TOUCHSTONE_MODE"] = "local"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "touchstone.web.settings")

    import django
    from django.core.management import call_command
    from django.core.management.base import CommandError

    django.setup()
    missing = not_prepared()
    if missing:
        return refuse(f"{missing} Run `python manage.py prepare`.")
    try:
        call_command(f"audit_{arguments.what}")
    except CommandError as problem:
        return refuse(str(problem))
    return 0
