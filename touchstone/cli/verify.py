"""`touchstone verify`: is a bundle what its signer made, and is the signer somebody we trust?"""

from touchstone.dossier.keys import keys_folder, public_key, trusted_keys
from touchstone.dossier.verification import DIFFERS, SIGNER_UNKNOWN, TRUSTED, Verification, verify_bundle

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    import argparse

EPILOG = """\
Checks the signature and every file, rates the inputs again and compares the
open data with what is in the bundle. Names the first thing that differs.

Trusted are the keys named with --key and no others; without --key those in
the folder TOUCHSTONE_KEYS or ~/.config/touchstone/keys.

Exit status: 0 trusted, 1 it differs, 2 it cannot be read, 3 intact but its
signer is unknown."""

STATUS = {TRUSTED: 0, DIFFERS: 1, SIGNER_UNKNOWN: 3}


def configure(parser: "argparse.ArgumentParser") -> None:
    """The words `touchstone verify` understands."""
    parser.add_argument("bundle", metavar="BUNDLE", help="a bundle that `touchstone report --bundle` wrote")
    parser.add_argument(
        "--key", action="append", default=[], metavar="FILE", help="a public key to trust; may be given again"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="what to print (default: text)")
    parser.add_argument(
        "--frameworks", action="append", default=[], metavar="DIR", help="a folder of frameworks of your own"
    )


def run(arguments: "argparse.Namespace") -> int:
    """Verify one bundle. Raises ProblemsFound where the file or a key cannot be read."""
    from pathlib import Path

    folders = tuple(Path(folder) for folder in arguments.frameworks)
    keys = tuple(public_key(file) for file in arguments.key) or trusted_keys()
    found = verify_bundle(arguments.bundle, keys, only_these=bool(arguments.key), folders=folders)
    print(as_json(found) if arguments.format == "json" else "\n".join(as_text(found)))
    return STATUS[found.outcome]


def as_text(found: Verification) -> list[str]:
    """What was found, for people."""
    if found.outcome == DIFFERS:
        return ["Differs. Do not rely on this bundle.", found.difference]
    assert found.signer is not None
    lines = [f"{found.title} ({found.kind} bundle, {found.files} files)"]
    lines += [found.demonstration] if found.demonstration else []
    lines += found.notes
    if found.outcome == TRUSTED:
        return [f"Trusted: signed by {found.signer.name}, unchanged, and its data follow from its inputs.", *lines]
    return [
        "Intact, signer unknown: unchanged since it was signed, and its data follow from its inputs.",
        *lines,
        f"It is signed with the key {found.signer.id}, which is not in {keys_folder()}.",
        "Ask the signer, by another way than this file, whether that is their key.",
    ]


def as_json(found: Verification) -> str:
    """What was found, for other programs."""
    import json

    signer = {"key": found.signer.id, "name": found.signer.name or None} if found.signer else None
    return json.dumps(
        {
            "outcome": found.outcome,
            "difference": found.difference or None,
            "kind": found.kind or None,
            "title": found.title or None,
            "demonstration": found.demonstration or None,
            "signer": signer,
            "notes": list(found.notes),
        }
    )
