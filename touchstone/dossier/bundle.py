"""A signed bundle: an inspection's inputs, its framework and all that was made from them, in one file to be checked.

A public bundle holds counts per key question; a sealed one holds the case answers and stays between inspectorate and
service. Either can be rated again from its own inputs, which `verification.py` does. docs/reference/bundle.md
describes every byte, so that a verifier can be written without ours.
"""

import json

from touchstone.dossier.container import packed
from touchstone.dossier.file import write_inspection
from touchstone.dossier.inspection import Inspection
from touchstone.dossier.keys import PublicKey, raw_bytes
from touchstone.dossier.open_data import open_data
from touchstone.dossier.open_data_tables import open_data_csv
from touchstone.dossier.opening import MOST_BUNDLE
from touchstone.dossier.public_form import public_form
from touchstone.dossier.shape import Exactly, Key, ListOf, Name, Number, Object, Text
from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.rating.inspection import rate_inspection
from touchstone.standards.compiled import plain_from
from touchstone.standards.framework import Framework

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FORMAT, VERSION = "touchstone-bundle", 1
PUBLIC, SEALED = "public", "sealed"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
READ_ME, INSPECTION, FRAMEWORK = "READ-ME.txt", "inputs/inspection.json", "inputs/framework.json"
OUTPUTS = "outputs/"
OPEN_DATA = "open-data.json"
KNOWN_RULE, ASSUMED_RULE = "the framework's", "assumed"
ALGORITHM = "Ed25519"

FILE = Object(
    "BundledFile",
    (
        Key("name", Text(most=200), "Its place in the container.", required=True),
        Key("bytes", Number(0, 200_000_000), "How long it is.", required=True),
        Key("sha256", Text(most=64), "SHA-256 of its bytes, in hexadecimal.", required=True),
    ),
)
MANIFEST_FORM = Object(
    "Manifest",
    (
        Key("format", Exactly(FORMAT), "Says that this is a bundle.", required=True),
        Key("version", Exactly(VERSION), "The version of the format.", required=True),
        Key("kind", Text(words=(PUBLIC, SEALED)), "Public, or sealed with case answers.", required=True),
        Key("inspection", Name(), "The inspection's id.", required=True),
        Key("title", Text(), "The report's title.", required=True),
        Key("framework", Name(), "The framework's id.", required=True),
        Key("revision", Number(1, 10_000), "The framework's revision.", required=True),
        Key("rule", Text(words=(KNOWN_RULE, ASSUMED_RULE)), "The rule that it was rated by.", required=True),
        Key("demonstration", Text(most=20_000, one_line=False, blank=True), "What it says of itself.", required=True),
        Key(
            "files", ListOf(FILE, least=3, most=190), "Every other file, in the order of the container.", required=True
        ),
    ),
)
SIGNATURE_FORM = Object(
    "Signature",
    (
        Key("algorithm", Exactly(ALGORITHM), "How it was signed.", required=True),
        Key("key", Text(most=60), "The id of the key.", required=True),
        Key("public_key", Text(most=60), "The key's 32 bytes, in base64.", required=True),
        Key("signature", Text(most=100), "The signature of the bytes of manifest.json, in base64.", required=True),
    ),
)


def write_bundle(
    inspection: Inspection,
    framework: Framework,
    outputs: "Mapping[str, bytes]",
    *,
    kind: str,
    key: "Ed25519PrivateKey",
    assume: bool = False,
    earlier: Framework | None = None,
) -> bytes:
    """The bundle's bytes; the same inputs and key always give the same.

    `outputs` are the files made from the inspection, by name. The open data among them is made here, from what the
    bundle holds. `earlier` is the framework of the previous inspection. Raises ProblemsFound where the inspection
    cannot be rated, or what is to be published names a case.
    """
    rated = rate_inspection(framework, inspection.evidence, assume=assume)
    open_data(inspection, rated, framework, earlier=earlier)  # refuses a case's reference while the cases are known
    held = public_form(inspection, framework) if kind == PUBLIC else inspection
    made = {**outputs, **data_files(held, framework, assume=assume, earlier=earlier)}
    files = {
        READ_ME: read_me(held, kind).encode(),
        FRAMEWORK: framework_bytes(framework),
        INSPECTION: write_inspection(held),
        **{OUTPUTS + name: made[name] for name in sorted(made)},
    }
    manifest = manifest_bytes(held, framework, kind, files, assume=assume)
    bundle = packed({MANIFEST: manifest, SIGNATURE: signature_bytes(manifest, key), **files}.items())
    if len(bundle) > MOST_BUNDLE:
        what = f"The bundle would have {len(bundle):,} bytes; at most {MOST_BUNDLE:,} can be verified."
        raise ProblemsFound([Problem(what, "Leave out a format with --formats.")])
    return bundle


def data_files(
    inspection: Inspection, framework: Framework, *, assume: bool, earlier: Framework | None
) -> dict[str, bytes]:
    """The open data of an inspection, file by file, as it follows from what the bundle holds."""
    rated = rate_inspection(framework, inspection.evidence, assume=assume)
    data = open_data(inspection, rated, framework, earlier=earlier)
    tables = {name: text.encode() for name, text in open_data_csv(data).items()}
    return {OPEN_DATA: (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode(), **tables}


def framework_bytes(framework: Framework) -> bytes:
    """The framework that the inspection was held to, whole, under the names of `standards/framework.py`."""
    return canonical(plain_from(framework))


def manifest_bytes(
    inspection: Inspection, framework: Framework, kind: str, files: "Mapping[str, bytes]", *, assume: bool
) -> bytes:
    """What is signed: what the bundle is, and the length and SHA-256 of every file in it."""
    from hashlib import sha256

    assumed = assume and framework.rating is not None and framework.rating.assumed
    return canonical(
        {
            "format": FORMAT,
            "version": VERSION,
            "kind": kind,
            "inspection": inspection.id,
            "title": inspection.title,
            "framework": framework.id,
            "revision": framework.revision,
            "rule": ASSUMED_RULE if assumed else KNOWN_RULE,
            "demonstration": inspection.demonstration.says if inspection.demonstration else "",
            "files": [
                {"name": name, "bytes": len(content), "sha256": sha256(content).hexdigest()}
                for name, content in files.items()
            ],
        }
    )


def signature_bytes(manifest: bytes, key: "Ed25519PrivateKey") -> bytes:
    """The signature of the manifest's exact bytes, with the public key that checks it."""
    return signature_file(PublicKey("", raw_bytes(key.public_key())), key.sign(manifest))


def signature_file(key: PublicKey, signature: bytes) -> bytes:
    """A signature and its key as `manifest.sig` holds them."""
    from base64 import b64encode

    return canonical(
        {
            "algorithm": ALGORITHM,
            "key": key.id,
            "public_key": b64encode(key.raw).decode(),
            "signature": b64encode(signature).decode(),
        }
    )


def canonical(value: object) -> bytes:
    """JSON with its keys as they stand, one space of indentation for each level, UTF-8, a newline at the end."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def read_me(inspection: Inspection, kind: str) -> str:
    """What somebody finds who opens the container with no more than a file manager."""
    holds = {
        PUBLIC: "It holds counts for each key question, and nothing about any one child.",
        SEALED: "It holds the answers for each case. Keep it between the inspectorate and the service.",
    }
    notice = f"\n{inspection.demonstration.says}\n{inspection.demonstration.link}\n" if inspection.demonstration else ""
    return f"""\
{inspection.title}

This is a {kind} bundle made by Touchstone. {holds[kind]}
{notice}
inputs/   what was found, and the framework it was held to
outputs/  what was made from it

`touchstone verify FILE` checks the signature, rates the inputs again and compares the data.
"""
