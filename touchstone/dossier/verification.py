"""Is a bundle what its signer made? Checks the signature, rates the inputs again, and compares the data.

Nothing in the bundle is believed before its signature has been checked, and a good signature says only who signed:
whether that is somebody to trust, the keys given or kept on this machine say.
"""

from touchstone.dossier.bundle import (
    ASSUMED_RULE,
    FRAMEWORK,
    INSPECTION,
    MANIFEST,
    MANIFEST_FORM,
    OPEN_DATA,
    OUTPUTS,
    PUBLIC,
    SIGNATURE,
    SIGNATURE_FORM,
    data_files,
    signature_file,
)
from touchstone.dossier.container import packed
from touchstone.dossier.file import inspection_from
from touchstone.dossier.inspection import Inspection
from touchstone.dossier.keys import PublicKey
from touchstone.dossier.opening import MOST_BUNDLE, named, read_bytes
from touchstone.dossier.reading import Reading, read
from touchstone.dossier.shape import NAME_CHARACTERS, Object
from touchstone.intake.archives import open_archive
from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.strict_json import read_json
from touchstone.intake.text import shown
from touchstone.intake.values import dataclass
from touchstone.standards.compiled import framework_from
from touchstone.standards.framework import Framework
from touchstone.standards.loading import load_framework

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Any

NOT_AS_EXPECTED = (ArithmeticError, AttributeError, AssertionError, LookupError, TypeError, ValueError)
CONTAINER = "the container"
TRUSTED, SIGNER_UNKNOWN, DIFFERS = "trusted", "intact, signer unknown", "differs"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found. `difference` is the first thing that differs, "" where nothing does.

    The other fields are what the bundle says of itself; believe them where nothing differs.
    """

    outcome: str
    difference: str = ""
    kind: str = ""
    title: str = ""
    demonstration: str = ""
    signer: PublicKey | None = None
    files: int = 0
    notes: tuple[str, ...] = ()


class Different(Exception):
    """The first thing that differs."""


class CannotTell(Exception):
    """What it takes to verify is not at hand here; `problem` says what, and the bundle is not to blame."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def verify_bundle(
    path: "Path | str", keys: "Sequence[PublicKey]", *, only_these: bool = False, folders: "tuple[Path, ...]" = ()
) -> Verification:
    """Check a bundle from its first byte to its last.

    `keys` are trusted. With `only_these` the bundle must be signed by one of them, and differs otherwise; without,
    it is then intact and its signer unknown. Raises ProblemsFound where the file cannot be read at all, or where the
    framework of the previous inspection is not known here.
    """
    data = read_bytes(path, most=MOST_BUNDLE)
    try:
        return verified(data, keys, only_these=only_these, folders=folders)
    except CannotTell as why:
        raise ProblemsFound([why.problem]) from None
    except Different as different:
        return Verification(DIFFERS, str(different))
    except ProblemsFound as found:
        return Verification(DIFFERS, told(found, named(path)))


def verified(
    data: bytes, keys: "Sequence[PublicKey]", *, only_these: bool, folders: "tuple[Path, ...]"
) -> Verification:
    """The same for a bundle's bytes. Raises Different or ProblemsFound at the first thing that differs."""
    archive = open_archive(data, file=CONTAINER, may_hold_archives=True)
    for name in (MANIFEST, SIGNATURE):
        if name not in archive:
            raise Different(f"{name} is missing; this is not a bundle, or no longer a whole one.")
    signer = signer_of(archive.read(MANIFEST), archive.read(SIGNATURE))
    manifest = formed(MANIFEST_FORM, archive.read(MANIFEST), MANIFEST)
    check_names(archive.names, manifest)
    files = {name: archive.read(name) for name in archive.names}
    check_files(files, manifest)
    if packed(files.items()) != data:
        raise Different("The container itself: its files are unchanged, and bytes around them are not.")
    framework, notes = framework_in(files, manifest, folders)
    check_outputs(files, manifest, inspection_in(files, manifest, framework, folders), framework, folders)
    trusted = signer.raw in {key.raw for key in keys}
    if only_these and not trusted:
        raise Different(f"{SIGNATURE}: it is signed with the key {signer.id}, which is not the one given.")
    return Verification(
        TRUSTED if trusted else SIGNER_UNKNOWN,
        "",
        manifest["kind"],
        manifest["title"],
        manifest["demonstration"],
        next((key for key in keys if key.raw == signer.raw), signer),
        len(files),
        notes,
    )


def signer_of(manifest: bytes, signature: bytes) -> PublicKey:
    """The key that signed the manifest's exact bytes. Raises Different where none did."""
    from base64 import b64decode

    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    written = formed(SIGNATURE_FORM, signature, SIGNATURE)
    try:
        key = PublicKey("", b64decode(written["public_key"], validate=True))
        signed = b64decode(written["signature"], validate=True)
        Ed25519PublicKey.from_public_bytes(key.raw).verify(signed, manifest)
    except (ValueError, InvalidSignature):
        raise Different(f"{MANIFEST}: its signature in {SIGNATURE} does not fit it.") from None
    if signature_file(key, signed) != signature:
        raise Different(f"{SIGNATURE}: it is not written as a signature is.")
    return key


def formed(form: Object, data: bytes, file: str) -> "Mapping[str, Any]":
    """One of the bundle's own JSON files, which must have its form exactly. Raises ProblemsFound."""
    reading = Reading(file)
    tree = read(form, read_json(data, file=file), "", reading)
    if reading.problems:
        raise ProblemsFound(reading.told())
    return tree  # type: ignore[return-value]


def check_names(names: "Sequence[str]", manifest: "Mapping[str, Any]") -> None:
    """The container holds what the manifest lists, in its order, and nothing else. Raises Different."""
    listed = [MANIFEST, SIGNATURE, *(entry["name"] for entry in manifest["files"])]
    for name in listed:
        if name not in names:
            raise Different(f"{shown(name)[1:-1]} is missing.")
    for name in names:
        if name not in listed:
            raise Different(f"{shown(name)[1:-1]} is in the container, and the manifest does not list it.")
    if list(names) != listed:
        raise Different("The files are not in the order of the manifest.")


def check_files(files: "Mapping[str, bytes]", manifest: "Mapping[str, Any]") -> None:
    """Every file is what the manifest says. Raises Different."""
    from hashlib import sha256

    for entry in manifest["files"]:
        content = files[entry["name"]]
        if len(content) != entry["bytes"] or sha256(content).hexdigest() != entry["sha256"]:
            raise Different(f"{entry['name']}: it is not the file that was signed.")
    for name in (FRAMEWORK, INSPECTION, OUTPUTS + OPEN_DATA):
        if name not in files:
            raise Different(f"{name} is missing, so nothing can be rated again.")


def framework_in(
    files: "Mapping[str, bytes]", manifest: "Mapping[str, Any]", folders: "tuple[Path, ...]"
) -> tuple[Framework, tuple[str, ...]]:
    """The framework, which must be the one known here where one is; otherwise the bundle's own, with a note."""
    held = framework_read(files[FRAMEWORK])
    named_so = f"{manifest['framework']} revision {manifest['revision']}"
    if (held.id, held.revision) != (manifest["framework"], manifest["revision"]):
        raise Different(f"{FRAMEWORK}: it is not {named_so}, which the manifest names.")
    try:
        known = load_framework(held.id, folders=folders, revision=held.revision)
    except ProblemsFound:
        return held, (f"{named_so} is not known here, so the inputs were rated by the framework in the bundle.",)
    if held != known:
        raise Different(f"{FRAMEWORK}: it is not {named_so} as it is known here.")
    return known, ()


def framework_read(data: bytes) -> Framework:
    """The bundle's own framework. Raises Different where it cannot be read as one."""
    try:
        return framework_from(read_json(data, file=FRAMEWORK))  # type: ignore[arg-type]
    except NOT_AS_EXPECTED:
        raise Different(f"{FRAMEWORK}: it cannot be read as a framework.") from None


def inspection_in(
    files: "Mapping[str, bytes]", manifest: "Mapping[str, Any]", framework: Framework, folders: "tuple[Path, ...]"
) -> Inspection:
    """The inspection, which must be of the kind and framework that the manifest says."""
    value = read_json(files[INSPECTION], file=INSPECTION)
    if not isinstance(value, dict) or isinstance(value.get("cases"), dict):
        raise Different(f"{INSPECTION}: its cases are not inside.")
    check_earlier_is_known(value, folders)
    inspection = inspection_from(value, file=INSPECTION, framework=framework, folders=folders)
    if manifest["kind"] == PUBLIC and inspection.evidence.cases:
        raise Different(f"{INSPECTION}: it holds cases, and the bundle says that it is public.")
    said = (manifest["inspection"], manifest["title"], manifest["framework"], manifest["revision"])
    held = (inspection.id, inspection.title, inspection.framework, inspection.revision or framework.revision)
    demonstration = inspection.demonstration.says if inspection.demonstration else ""
    if said != held or manifest["demonstration"] != demonstration:
        raise Different(f"{MANIFEST}: it tells of another inspection than {INSPECTION}.")
    return inspection


def check_earlier_is_known(tree: "Mapping[str, Any]", folders: "tuple[Path, ...]") -> None:
    """The framework of the previous inspection is at hand, which no bundle holds. Raises CannotTell where it is not."""
    previous = tree.get("previous")
    name = previous.get("framework") if isinstance(previous, dict) else None
    if not isinstance(name, str) or set(name).difference(NAME_CHARACTERS):
        return  # nothing to look for; what is wrong with the file is told when it is read
    try:
        load_framework(name, folders=folders)
    except ProblemsFound as found:
        do = "Name the folder that holds it with --frameworks DIR, and verify again."
        raise CannotTell(Problem(found.problems[0].what, do, INSPECTION, column="previous.framework")) from None


def check_outputs(
    files: "Mapping[str, bytes]",
    manifest: "Mapping[str, Any]",
    inspection: Inspection,
    framework: Framework,
    folders: "tuple[Path, ...]",
) -> None:
    """The open data is what follows from the inputs. Raises Different, or ProblemsFound where nothing follows."""
    assume = manifest["rule"] == ASSUMED_RULE
    earlier = load_framework(inspection.previous.framework, folders=folders) if inspection.previous else None
    try:
        made = data_files(inspection, framework, assume=assume, earlier=earlier)
    except NOT_AS_EXPECTED:  # a framework that is known only to the bundle may hold anything
        raise Different(f"{FRAMEWORK}: nothing can be rated by it.") from None
    for name, content in made.items():
        there = files.get(OUTPUTS + name)
        if there is None:
            raise Different(f"{OUTPUTS}{name} is missing.")
        if there != content:
            where = first_difference(there, content, OUTPUTS + name) if name == OPEN_DATA else ""
            raise Different(where or f"{OUTPUTS}{name}: it does not follow from the inputs.")


def first_difference(there: bytes, made: bytes, file: str) -> str:
    """Where two JSON files say different things first, and what; "" where only their bytes differ."""
    place = difference(read_json(there, file=file), read_json(made, file=file), "")
    if place is None:
        return ""
    way, said, follows = place
    return f"{file}, {way}: it says {shown(said)}, and {shown(follows)} follows from the inputs."


def difference(there: object, made: object, way: str) -> tuple[str, object, object] | None:
    """The first place at which two JSON values differ, with what stands at each."""
    if isinstance(there, dict) and isinstance(made, dict):
        keys = list(dict.fromkeys([*made, *there]))
        pairs = [
            (f"{way}.{key}".removeprefix("."), there.get(key, "nothing"), made.get(key, "nothing")) for key in keys
        ]
    elif isinstance(there, list) and isinstance(made, list) and len(there) == len(made):
        pairs = [(f"{way}[{at}]", one, other) for at, (one, other) in enumerate(zip(there, made, strict=True))]
    else:
        return None if there == made and type(there) is type(made) else (way, there, made)
    return next((found for it in pairs if (found := difference(it[1], it[2], it[0])) is not None), None)


def told(found: ProblemsFound, file: str) -> str:
    """The first of the problems, as the first thing that differs; nobody but its signer can mend a container."""
    problem = found.problems[0]
    do = "Ask its signer for it again, if it is a bundle." if problem.file == CONTAINER else problem.do
    return str(Problem(problem.what, do, problem.file or file, problem.row, problem.column))
