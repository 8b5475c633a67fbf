"""`touchstone demo`: the site with an invented cast to sign in as, on this machine only."""

import argparse
import os
import sys

from touchstone.cli import serve


def configure(parser: argparse.ArgumentParser) -> None:
    """What may be asked for."""
    parser.add_argument("--port", type=serve.port_number, help=f"port (the first free one from {serve.FIRST_PORT})")


def run(arguments: argparse.Namespace) -> int:
    """Prepare the site and the cast, and serve until stopped; exit status 1 where this machine is set up otherwise."""
    mode = os.environ.get("TOUCHSTONE_MODE", "local")
    if mode == "production" or any(os.environ.get(name) for name in ("TOUCHSTONE_SECRET_KEY", "TOUCHSTONE_HOSTS")):
        print("touchstone: the demonstration runs in local mode alone; this machine is set up for production.",
              file=sys.stderr)  # fmt: skip
        return 1
    os.environ["TOUCHSTONE_MODE"] = mode
    print("When the address appears, open it with /demo/ at its end.", file=sys.stderr, flush=True)
    return serve.run(argparse.Namespace(host="127.0.0.1", port=arguments.port, prepare=True, worker=None))
