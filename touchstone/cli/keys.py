"""`touchstone keys`: make the keys that sign bundles, and see which are here."""

import os

from touchstone.dossier.keys import (
    PRIVATE,
    PUBLIC,
    PublicKey,
    in_pem,
    key_files,
    keys_folder,
    new_key,
    private_names,
    public_key,
    trusted_keys,
)
from touchstone.intake.problems import Problem, ProblemsFound

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    import argparse

EPILOG = f"""\
Keys are kept in the folder TOUCHSTONE_KEYS, or ~/.config/touchstone/keys:
NAME{PRIVATE} signs and is handed to nobody, NAME{PUBLIC} checks and is published. Put
the {PUBLIC} file of whomever you trust into the folder. No key is ever overwritten."""


def configure(parser: "argparse.ArgumentParser") -> None:
    """The words `touchstone keys` understands."""
    commands = parser.add_subparsers(dest="what", metavar="new | list | show", required=True)
    new = commands.add_parser("new", help="make a pair of keys", description="Make a pair of keys.")
    new.add_argument("name", metavar="NAME", help="what to call it: small letters, digits, - and _")
    commands.add_parser("list", help="the keys that are here", description="The keys that are here.")
    show = commands.add_parser("show", help="print a public key", description="Print a public key, to be published.")
    show.add_argument("name", metavar="NAME", help="which key")


def run(arguments: "argparse.Namespace") -> int:
    """Make, list or show. Raises ProblemsFound."""
    if arguments.what == "new":
        made = new_key(arguments.name)
        private, public = key_files(arguments.name)
        print(f"Key {made.id}\nsigns:  {private} (keep it to yourself)\nchecks: {public} (publish it)")
    elif arguments.what == "list":
        print("\n".join(listed()))
    else:
        print(in_pem(named(arguments.name)), end="")
    return 0


def listed() -> list[str]:
    """A line for each key: name, id, and whether it can sign here."""
    signs = private_names()
    lines = [
        f"{key.name:<24}{key.id}  {'signs and checks' if key.name in signs else 'checks'}" for key in trusted_keys()
    ]
    return lines or [f"There are no keys in {keys_folder()}. `touchstone keys new NAME` makes one."]


def named(name: str) -> PublicKey:
    """The public key with this name. Raises ProblemsFound where there is none."""
    _, path = key_files(name)
    if not os.path.exists(path):
        raise ProblemsFound(
            [Problem(f"There is no key '{name}'.", "`touchstone keys list` shows those there are.", path)]
        )
    return public_key(path)
