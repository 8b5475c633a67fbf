"""`touchstone audit verify`: is every row of the audit as it was written?"""

import argparse
import os

EPILOG = "Without TOUCHSTONE_MODE and the settings of production it reads the trial of this machine."


def configure(parser: argparse.ArgumentParser) -> None:
    """What may be asked for."""
    parser.add_argument("what", choices=("verify", "anchor"), help="verify the chain, or write its head down now")


def run(arguments: argparse.Namespace) -> int:
    """Do it; exit status 1 where the audit does not hold."""
    import sys

    from touchstone.cli.serve import SIGNS_OF_PRODUCTION

    if not any(os.environ.get(name) for name in SIGNS_OF_PRODUCTION):
        os.environ["TOUCHSTONE_MODE"] = "local"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "touchstone.web.settings")

    import django
    from django.core.management import call_command
    from django.core.management.base import CommandError

    django.setup()
    try:
        call_command(f"audit_{arguments.what}")
    except CommandError as problem:
        print(f"touchstone: {problem}", file=sys.stderr)
        return 1
    return 0
