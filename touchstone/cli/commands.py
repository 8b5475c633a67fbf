"""Which commands there are, and how one is run.

Each command is a module with `configure(parser)` and `run(arguments) -> exit status`. Only the module of the
command asked for is imported: a bare `rate` must not pay for the site.
"""

import sys
from importlib import import_module
from io import TextIOWrapper

from touchstone.intake.problems import ProblemsFound, tell

# name: (module, what it does in one sentence)
COMMANDS = {
    "rate": ("touchstone.cli.rate", "Rate inspections from their files."),
    "fragility": ("touchstone.cli.fragility", "Tell how near each rating is to the next, and what it hangs on."),
    "report": ("touchstone.cli.report", "Write the report, the press notice and the open data of an inspection."),
    "sample": ("touchstone.cli.sample", "Draw a fair sample from a service's list of cases, or draw one again."),
    "agreement": ("touchstone.cli.agreement", "Measure how far inspectors who read the same cases agree."),
    "frameworks": ("touchstone.cli.frameworks", "List, show and compare the inspectorate's frameworks."),
    "serve": ("touchstone.cli.serve", "Serve the public site, on this machine unless told otherwise."),
    "audit": ("touchstone.cli.audit", "Check that no row of the site's audit was changed, and anchor its end."),
    "demo": ("touchstone.cli.demo", "Serve the site with an invented cast to sign in as, on this machine only."),
    "verify": ("touchstone.cli.verify", "Check that a bundle is unchanged, signed, and follows from its own inputs."),
    "keys": ("touchstone.cli.keys", "Make the keys that sign bundles, and see which are here."),
}

BAD_INPUT = 2
FAILED = 70  # as sysexits.h has it: an error in the program
INTERRUPTED = 130  # as a shell has it: ended by Ctrl-C

TYPE_CHECKING = False  # spares the import of `typing`; type checkers know the name
if TYPE_CHECKING:
    from types import ModuleType


def run(words: list[str]) -> int:
    """Run the command in `words`; problems with the input go to standard error and give status 2."""
    name = words[0] if words else "--help"
    if name in ("-h", "--help"):
        print(overview())
        return 0
    if name == "--version":
        from touchstone import __version__

        print(f"touchstone {__version__}")
        return 0
    if name not in COMMANDS:
        print(f"There is no command '{name}'.\n\n{overview()}", file=sys.stderr)
        return BAD_INPUT
    module_name, sentence = COMMANDS[name]
    module = import_module(module_name)
    arguments = understood(module, name, sentence, words[1:])
    speak_utf_8()
    try:
        return int(module.run(arguments))
    except ProblemsFound as found:
        print(tell(found.problems), file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:  # the reader of our output has gone away, `| head`
        sys.stderr.close()
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        return failed(error)


def failed(error: Exception) -> int:
    """Say that the program itself failed, without a page of its innards; TOUCHSTONE_TRACEBACK=1 shows them."""
    import os

    if os.environ.get("TOUCHSTONE_TRACEBACK"):
        raise error
    print(f"Touchstone itself failed ({type(error).__name__}: {error}). This is a defect, not yours.", file=sys.stderr)
    print("Run it again with TOUCHSTONE_TRACEBACK=1 and report what it prints.", file=sys.stderr)
    return FAILED


def understood(module: "ModuleType", name: str, sentence: str, words: list[str]) -> object:
    """What the words ask for. `--help`, and words that nobody can understand, end the program here.

    A command that must start at once may offer `quickly(words)`, which understands plain words without `argparse`.
    """
    plain = getattr(module, "quickly", None)
    arguments: object = plain(words) if plain is not None else None
    if arguments is not None:
        return arguments
    import argparse

    parser = argparse.ArgumentParser(
        prog=f"touchstone {name}",
        description=sentence,
        epilog=getattr(module, "EPILOG", None),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    module.configure(parser)
    return parser.parse_args(words)


def speak_utf_8() -> None:
    """Print any character to any pipe: to a program as UTF-8, to a terminal as well as it can show it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def overview() -> str:
    """Every command with its sentence."""
    lines = ["touchstone COMMAND …", ""]
    lines += [f"  {name:<12}{sentence}" for name, (_, sentence) in COMMANDS.items()]
    return "\n".join([*lines, "", "touchstone COMMAND --help tells more."])
