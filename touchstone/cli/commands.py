"""Which commands there are, and how one is run.

Each command is a module with `configure(parser)` and `run(arguments) -> exit status`. Only the module of the
command asked for is imported: a bare `rate` must not pay for the site.
"""

import argparse
import sys
from importlib import import_module

from touchstone.intake.problems import ProblemsFound, tell

# name: (module, what it does in one sentence)
COMMANDS = {
    "rate": ("touchstone.cli.rate", "Rate inspections from their files."),
    "frameworks": ("touchstone.cli.frameworks", "List, show and compare the inspectorate's frameworks."),
}

BAD_INPUT = 2


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
    parser = argparse.ArgumentParser(prog=f"touchstone {name}", description=sentence, allow_abbrev=False)
    module.configure(parser)
    arguments = parser.parse_args(words[1:])
    try:
        return int(module.run(arguments))
    except ProblemsFound as found:
        print(tell(found.problems), file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:  # the reader of our output has gone away, `| head`
        sys.stderr.close()
        return 1


def overview() -> str:
    """Every command with its sentence."""
    lines = ["touchstone COMMAND …", ""]
    lines += [f"  {name:<12}{sentence}" for name, (_, sentence) in COMMANDS.items()]
    return "\n".join([*lines, "", "touchstone COMMAND --help tells more."])
