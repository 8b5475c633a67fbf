"""`touchstone sample`: check a service's list of cases, draw a fair sample from it, and let anyone draw it again."""

import argparse
import sys
from pathlib import Path

from touchstone.cli.sample_page import FORMS, Sampled
from touchstone.cli.whole_numbers import whole, whole_by_group
from touchstone.dossier.opening import MOST_JSON, MOST_TABLE, read_bytes
from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.sampling.dates import DATE_FORMS, NotADate, iso_date
from touchstone.sampling.draw import ENOUGH_DIGITS, commitment, draw_sample
from touchstone.sampling.eligibility import Window, eligibility, window_before
from touchstone.sampling.frame import Frame, read_frame
from touchstone.standards.framework import Framework
from touchstone.standards.loading import load_framework

EPILOG = """\
A case list has the columns reference and kind (or group), and may have started, ended and what the framework parts
its groups by. It never holds a name or a date of birth.

  touchstone sample --commit                                          before the announcement
  touchstone sample list.csv --framework hmip-youth-2021 --seed N     when the list has been handed in
  touchstone sample list.csv --check draw.json                        for anyone who holds both
"""
DIFFERS = 1  # exit status when a draw done again is not the same


def configure(parser: argparse.ArgumentParser) -> None:
    """What can be asked: a draw, a commitment, or a draw done again."""
    add = parser.add_argument
    add("frame", nargs="?", type=Path, metavar="FRAME", help="The service's list of cases: CSV, XLSX or ODS.")
    add("--framework", metavar="ID", help="The framework it is drawn for, for instance hmip-youth-2021.")
    add("--seed", metavar="N", help="The number that was committed to at the announcement.")
    add("--commitment", default="", metavar="HASH", help="The commitment that was published; N is checked against it.")
    add("--fieldwork", metavar="DATE", help="First day of fieldwork; the framework's window is counted back from it.")
    add("--from", dest="first", metavar="DATE", help="First day of the window, instead of the framework's.")
    add("--to", dest="last", metavar="DATE", help="Last day of the window.")
    add("--dates", choices=tuple(DATE_FORMS), default="iso", help="How dates are written in the list: %(default)s.")
    add(
        "--size", action="append", default=[], metavar="GROUP=N", help="Draw N cases of a group; otherwise by the rule."
    )
    add("--draw", default="1", metavar="K", help="Which draw it is; 2 is the first time that it is drawn again.")
    add("--because", default="", metavar="REASON", help="Why it is drawn again.")
    add("--format", choices=tuple(FORMS), default="text", help="How it is written: %(default)s.")
    add("--out", type=Path, metavar="FILE", help="Write it to this file.")
    add("--check", type=Path, metavar="DRAW.json", help="Draw again from FRAME and compare with this record of a draw.")
    add(
        "--commit",
        action="store_true",
        help="Pick a number by chance and print it with its commitment. Needs no FRAME.",
    )
    add("--frameworks", action="append", type=Path, default=[], metavar="DIR", help="Frameworks of your own.")


def run(arguments: argparse.Namespace) -> int:
    """Commit, check or draw. Everything is made before anything is written."""
    if arguments.commit:
        return commit()
    if arguments.check:
        return check(arguments)
    sampled = sample(arguments)
    written = FORMS[arguments.format](sampled)
    if arguments.out:
        write(arguments.out, written)
        print(f"Written to {arguments.out}.", file=sys.stderr)
    else:
        print(written, end="")
    return 0


def commit() -> int:
    """Print a number picked by chance, to be kept, and its commitment, to be published."""
    import secrets

    number = 10**ENOUGH_DIGITS + secrets.randbelow(9 * 10**ENOUGH_DIGITS)
    print(f"Number       {number}\nCommitment   {commitment(number)}\n")
    print("Publish the commitment with the announcement. Keep the number to yourself until the service")
    print("has handed in its list; then give both: --seed NUMBER --commitment HASH.")
    return 0


def sample(arguments: argparse.Namespace) -> Sampled:
    """Read the list, find who is eligible, draw. Raises ProblemsFound for anything that does not fit."""
    problems = missing(arguments, "framework", "seed")
    number, count, sizes = read_numbers(arguments, problems)
    first, last, fieldwork = (read_day(arguments, name, problems) for name in ("first", "last", "fieldwork"))
    if bool(arguments.first) != bool(arguments.last):
        problems.append(Problem("A window needs both its days.", "Give --from and --to."))
    if fieldwork and first:
        problems.append(Problem("There are two windows.", "Give --fieldwork, or --from and --to."))
    if problems:
        raise ProblemsFound(problems)
    framework = load_framework(arguments.framework, folders=tuple(arguments.frameworks))
    window = Window(first, last) if first and last else None
    if fieldwork:
        window = window_of(framework, fieldwork)
    frame = read(arguments.frame, framework, arguments.dates)
    draw = draw_sample(
        frame,
        framework,
        number=number,
        commitment=arguments.commitment,
        count=count,
        reason=arguments.because,
        window=window,
        sizes=sizes,
        file=arguments.frame.name,
    )
    eligible = eligibility(frame, framework, window, file=arguments.frame.name)
    return Sampled(arguments.frame.name, len(frame.rows), framework, eligible, draw, fieldwork)


def check(arguments: argparse.Namespace) -> int:
    """Draw again and say whether it is the same: exit status 0, or 1 with the first thing that differs."""
    from touchstone.sampling.record import first_difference, read_record

    problems = missing(arguments)
    if problems:
        raise ProblemsFound(problems)
    recorded = read_record(read_bytes(arguments.check, most=MOST_JSON), file=arguments.check.name)
    framework = load_framework(recorded.framework, folders=tuple(arguments.frameworks), revision=recorded.revision)
    differs = first_difference(read(arguments.frame, framework, arguments.dates), framework, recorded)
    if differs:
        print(f"Not the same draw. {differs}.")
        return DIFFERS
    print(f"The same draw: list, seed, sample and substitutes are as {arguments.check.name} says.")
    return 0


def missing(arguments: argparse.Namespace, *names: str) -> list[Problem]:
    """What has to be given and was not."""
    found = [] if arguments.frame else [Problem("There is no list of cases.", "Name its file: CSV, XLSX or ODS.")]
    wanted = {"framework": "Say which: --framework ID.", "seed": "Give the number committed to: --seed N."}
    found += [Problem(f"--{name} is missing.", wanted[name]) for name in names if getattr(arguments, name) is None]
    return found


def read_numbers(arguments: argparse.Namespace, problems: list[Problem]) -> tuple[int, int, dict[str, int]]:
    """The committed number, which draw it is, and sizes by group."""
    sizes = whole_by_group(arguments.size, "--size", problems)
    return whole(arguments.seed or "0", "--seed", problems), whole(arguments.draw, "--draw", problems), sizes


def read_day(arguments: argparse.Namespace, name: str, problems: list[Problem]) -> str:
    """A day given on the command line as an ISO date; "" where there is none or it is wrong."""
    text = getattr(arguments, name)
    option = {"first": "--from", "last": "--to"}.get(name, f"--{name}")
    try:
        return iso_date(text) if text else ""
    except NotADate as told:
        problems.append(Problem(str(told), "Write year-month-day.", column=option))
        return ""


def window_of(framework: Framework, fieldwork: str) -> Window:
    """The framework's window before this day."""
    try:
        window = window_before(framework, fieldwork)
    except NotADate as told:
        raise ProblemsFound([Problem(str(told), "Check the day of fieldwork.", column="--fieldwork")]) from None
    if window is None:
        what = f"The framework {framework.id} has no window to count back from fieldwork."
        raise ProblemsFound([Problem(what, "Give the window itself: --from DATE --to DATE.", column="--fieldwork")])
    return window


def read(file: Path, framework: Framework, dates: str) -> Frame:
    """The list in its file."""
    return read_frame(read_bytes(file, most=MOST_TABLE), file=file.name, framework=framework, dates=dates)


def write(file: Path, text: str) -> None:
    """Write the whole file, or leave what was there: never half of it."""
    beside = file.with_name(f".{file.name}.part")
    try:
        beside.write_text(text, encoding="utf-8", newline="")
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        what = f"The file cannot be written: {error.strerror}."
        raise ProblemsFound(
            [Problem(what, "Check its folder, and that no other program holds it.", str(file))]
        ) from None
