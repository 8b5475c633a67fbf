"""`touchstone fragility`: how near each rating of an inspection is to the next, and what it hangs on."""

import argparse
import sys

from touchstone.cli.rate import FORMATS, folders_of, rate
from touchstone.cli.whole_numbers import whole, whole_by_group
from touchstone.dossier.ratable import Ratable, read_ratable
from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.rating.answers import Evidence
from touchstone.rating.fragility import REPLICATES, SEED, fragility
from touchstone.rating.working import RatedInspection

EPILOG = """\
FILE is a full inspection file or the short form. For the panel and the service:
where the file has case answers, the page names cases by their references.

Exit status: 0 told, 2 something is wrong with the file or with what was asked."""

MOST_REPLICATES = 1_000_000


def configure(parser: argparse.ArgumentParser) -> None:
    """The words `touchstone fragility` understands."""
    add = parser.add_argument
    add("file", metavar="FILE", help="an inspection file, or the short form")
    add("--format", choices=FORMATS, default="text", help="what to print (default: text)")
    add(
        "--seed",
        metavar="N",
        default=str(SEED),
        help="the number that the samples are drawn from (default: %(default)s)",
    )
    add(
        "--replicates",
        metavar="N",
        default=str(REPLICATES),
        help=f"how many samples are drawn again, at most {MOST_REPLICATES:,} (default: %(default)s)",
    )
    add(
        "--caseload",
        action="append",
        default=[],
        metavar="GROUP=N",
        help="how many cases a sample group had to draw from, instead of what the file says; intervals are then "
        "narrowed for it; may be given again for another group",
    )
    add("--frameworks", action="append", default=[], metavar="DIR", help="a folder of frameworks of your own")
    add("--assume", action="store_true", help="use a rule that is only assumed, where the inspectorate's is not known")


def run(arguments: argparse.Namespace) -> int:
    """Rate the file and tell how fragile that is. Raises ProblemsFound, and then nothing is printed."""
    problems: list[Problem] = []
    seed = whole(arguments.seed, "--seed", problems)
    replicates = whole(arguments.replicates, "--replicates", problems)
    if not 1 <= replicates <= MOST_REPLICATES:
        what = f"{replicates:,} samples cannot be drawn."
        problems.append(Problem(what, f"Ask for 1 to {MOST_REPLICATES:,}.", column="--replicates"))
    caseloads = whole_by_group(arguments.caseload, "--caseload", problems)
    ratable, rated = read_and_rated(arguments, caseloads, problems)
    known = fragility(ratable.framework, ratable.evidence, rated, seed=seed, replicates=replicates)
    if arguments.format == "json":
        import json

        from touchstone.dossier.fragility_result import fragility_result

        sys.stdout.write(json.dumps(fragility_result(ratable, rated, known)) + "\n")
    else:
        from touchstone.cli.fragility_page import fragility_page

        sys.stdout.write(fragility_page(ratable, rated, known))
    return 0


def read_and_rated(
    arguments: argparse.Namespace, caseloads: dict[str, int], problems: list[Problem]
) -> tuple[Ratable, RatedInspection]:
    """The file and its ratings. Raises ProblemsFound with what is wrong with it and with what was asked."""
    try:
        ratable = read_ratable(arguments.file, folders=folders_of(arguments.frameworks))
        refused = wrong_caseloads(ratable, caseloads)
        problems += refused
        if not refused:
            ratable = with_caseloads(ratable, caseloads)
        rated = rate(ratable, assume=arguments.assume, explain=())
    except ProblemsFound as found:
        raise ProblemsFound([*problems, *found.problems]) from None
    if problems:
        raise ProblemsFound(problems)
    return ratable, rated


def wrong_caseloads(ratable: Ratable, caseloads: dict[str, int]) -> list[Problem]:
    """A problem for each caseload of no such group, and for each that is smaller than the cases read of it."""
    from touchstone.rating.checking import cases_read

    framework = ratable.framework
    groups = [group.id for group in framework.sample.groups]
    problems = []
    for group, caseload in caseloads.items():
        if group not in groups:
            what = f"{framework.id} has no sample group '{group}'."
            problems.append(Problem(what, f"Use one of: {', '.join(groups)}.", column="--caseload"))
            continue
        read = cases_read(framework, ratable.evidence, group)
        if caseload < max(read, 1):
            what = f"The caseload of '{group}' is {caseload}, and {read} of its cases were read."
            do = "Give the number of cases that could have been read, which holds those that were."
            problems.append(Problem(what, do, column="--caseload"))
    return problems


def with_caseloads(ratable: Ratable, caseloads: dict[str, int]) -> Ratable:
    """The same, with these caseloads before those that the file has."""
    read = ratable.evidence
    evidence = Evidence(read.cases, read.shares, read.judgements, {**read.caseloads, **caseloads})
    return Ratable(ratable.file, ratable.service, ratable.framework, evidence, ratable.inspection)
