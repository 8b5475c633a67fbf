"""`touchstone report`: from one inspection file everything that is published, with no hand work."""

import argparse
import sys
from pathlib import Path

from touchstone.intake.problems import Problem, ProblemsFound

TYPE_CHECKING = False  # spares an import; type checkers know the name
if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from touchstone.reports.edition import PublishedFile

FORMATS = ("html", "pdf", "docx", "csv", "json")
BUNDLES = {"public": "public-bundle.zip", "sealed": "sealed-bundle.zip"}

EPILOG = """\
Writes report and press notice (html, pdf, docx) and the open data (csv, json with its schema) into DIR,
all of them or none. The same file gives the same bytes.

With --bundle it adds one file that holds the inputs, the framework and all of
the above, signed: `touchstone verify` checks it and rates it again. A public
bundle holds counts and never a case; a sealed one holds the case answers.
Exit status: 0 written, 2 something is wrong with the file or the folder."""


def configure(parser: argparse.ArgumentParser) -> None:
    """The words `touchstone report` understands."""
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("file", metavar="FILE", help="a full inspection file")
    parser.add_argument("--out", required=True, metavar="DIR", help="the folder to write, new or empty")
    parser.add_argument("--formats", default=",".join(FORMATS), help=f"which of {', '.join(FORMATS)} (default: all)")
    parser.add_argument("--replace", action="store_true", help="replace what an earlier run wrote into DIR")
    parser.add_argument(
        "--panel", action="store_true", help="add the paper for the panel and the service, never published"
    )
    parser.add_argument("--bundle", choices=tuple(BUNDLES), help="add a signed bundle, public or sealed")
    parser.add_argument("--key", metavar="NAME", help="the key that signs it (default: the only one there is)")
    parser.add_argument(
        "--assume", action="store_true", help="use a rule that is only assumed, where the inspectorate's is not known"
    )
    parser.add_argument(
        "--frameworks", action="append", default=[], metavar="DIR", help="a folder of frameworks of your own"
    )


def run(arguments: argparse.Namespace) -> int:
    """Read, rate, write. Raises ProblemsFound with everything that is wrong; then nothing is written."""
    from touchstone.cli.whole_folder import check_place, write_whole
    from touchstone.reports.edition import file_names

    formats = formats_asked(arguments.formats)
    folder = Path(arguments.out)
    ours = file_names(FORMATS, panel=True) | set(BUNDLES.values())
    check_place(folder, replace=arguments.replace, ours=lambda name: name in ours)
    written: list[PublishedFile] = []
    write_whole(folder, [(it.name, it.content) for it in told(files(arguments, formats), written)])
    for it in written:
        for note in it.notes:
            print(note, file=sys.stderr)
    print(f"{len(written)} files in {folder}")
    return 0


def formats_asked(text: str) -> tuple[str, ...]:
    """The formats in `--formats`. Raises ProblemsFound for one there is not."""
    asked = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
    unknown = [word for word in asked if word not in FORMATS]
    if unknown or not asked:
        what = f"There is no format {', '.join(unknown)}." if unknown else "No format is asked for."
        raise ProblemsFound([Problem(what, f"Use some of: {', '.join(FORMATS)}.", column="--formats")])
    return asked


def files(arguments: argparse.Namespace, formats: tuple[str, ...]) -> "Iterator[PublishedFile]":
    """Every file of the edition, one after the other. Raises ProblemsFound."""
    from touchstone.dossier.file import read_inspection
    from touchstone.rating.inspection import rate_inspection
    from touchstone.reports.edition import edition
    from touchstone.standards.loading import load_framework

    key = signing_key(arguments.bundle, arguments.key)  # first: making everything only to find no key helps nobody
    folders = tuple(Path(folder) for folder in arguments.frameworks)
    inspection = read_inspection(Path(arguments.file), folders=folders)
    framework = load_framework(inspection.framework, folders=folders, revision=inspection.revision)
    earlier = load_framework(inspection.previous.framework, folders=folders) if inspection.previous else None
    rated = rate_inspection(framework, inspection.evidence, assume=arguments.assume)
    made: dict[str, bytes] = {}
    for it in edition(inspection, rated, framework, formats=formats, panel=arguments.panel, earlier=earlier):
        made[it.name] = it.content
        yield it
    if key is not None:
        from touchstone.dossier.bundle import PUBLIC, write_bundle
        from touchstone.reports.edition import PublishedFile

        kind = arguments.bundle
        outputs = {name: content for name, content in made.items() if kind != PUBLIC or not never_published(name)}
        bundle = write_bundle(
            inspection, framework, outputs, kind=kind, key=key, assume=arguments.assume, earlier=earlier
        )
        yield PublishedFile(BUNDLES[kind], bundle)


def never_published(name: str) -> bool:
    """Is this a file for the panel and the service alone?"""
    return name.startswith("panel-paper.")


def signing_key(bundle: str | None, name: str | None) -> "Ed25519PrivateKey | None":
    """The key that is to sign the bundle; None where none is asked for. Raises ProblemsFound."""
    from touchstone.dossier.keys import private_key, private_names

    if bundle is None:
        if name is not None:
            raise ProblemsFound([Problem("A key signs nothing but a bundle.", "Add --bundle.", column="--key")])
        return None
    if name is None:
        names = private_names()
        if len(names) != 1:
            what = (
                f"There are {len(names)} keys that could sign ({', '.join(names)})."
                if names
                else "There is no key to sign with."
            )
            do = "Say which with --key NAME." if names else "Make one: `touchstone keys new NAME`."
            raise ProblemsFound([Problem(what, do, column="--key")])
        name = names[0]
    return private_key(name)


def told(files: "Iterator[PublishedFile]", written: "list[PublishedFile]") -> "Iterator[PublishedFile]":
    """The same files; says each one to a person who waits at a terminal."""
    for it in files:
        if sys.stderr.isatty():
            print(f"{it.name:<28}{len(it.content):>12,} bytes", file=sys.stderr)
        written.append(it)
        yield it
