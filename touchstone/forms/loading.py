"""The forms there are, read from `definitions/` once per program, each in its own language or in a translation.

A file `<id>.yaml` holds the present revision of a form and `<id>.r<revision>.yaml` an earlier one that answers were
given to; `<id>.<language>.yaml` is a translation (see `translation.py`). The YAML parser is loaded with the first form.
"""

import os
from functools import cache

from touchstone.forms.form import Form
from touchstone.forms.reading import note_all, read_fact, read_section
from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.text import shown
from touchstone.intake.values import dataclass
from touchstone.standards.entries import Entry, Notes, read_file

DEFINITIONS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "definitions")
ENGLISH = "en"
NOT_FORMS = ("case-assessment", "evidence-in-advance")  # read by modules of their own

# How each language calls itself, and how it is written.
LANGUAGES = {
    "en": ("English", "ltr"),
    "cy": ("Cymraeg", "ltr"),
    "pl": ("Polski", "ltr"),
    "ur": ("اردو", "rtl"),
}


@dataclass(frozen=True, slots=True)
class Language:
    """A language that a form can be had in: its code, what it calls itself, its direction, and its status."""

    code: str
    name: str
    direction: str  # "ltr" or "rtl"
    status: str  # a key of `form.STATUSES`


def form_ids() -> tuple[str, ...]:
    """The ids of all forms that stand whole in a file, sorted."""
    names = [name.removesuffix(".yaml") for name in os.listdir(DEFINITIONS) if name.endswith(".yaml")]
    return tuple(sorted(name for name in names if "." not in name and name not in NOT_FORMS))


@cache
def load_form(id: str, language: str = ENGLISH, revision: int | None = None) -> Form:
    """The form with this id, in this language; with `revision` exactly that one, as answers were given to it.

    Raises ProblemsFound for a form, language or revision that is not there, and for YAML that is wrong.
    """
    if id not in form_ids():
        raise ProblemsFound([Problem(f"There is no form {shown(id)}.", f"Use one of: {', '.join(form_ids())}.")])
    form = read_form(os.path.join(DEFINITIONS, f"{id}.yaml"))
    if revision is not None and revision != form.revision:
        form = read_form(earlier_file(id, revision))
    if language == ENGLISH:
        return form
    if language not in codes(id):
        do = f"Use one of: {', '.join(codes(id))}."
        raise ProblemsFound([Problem(f"There is no {shown(language)} translation of {shown(id)}.", do)])
    # Imported here: the English form needs nothing of it.
    from touchstone.forms.translation import in_language, read_translation

    return in_language(form, read_translation(os.path.join(DEFINITIONS, f"{id}.{language}.yaml")))


@cache
def languages_of(id: str) -> tuple[Language, ...]:
    """The languages that a form can be had in, English first. Raises ProblemsFound for an unknown form."""
    return tuple([Language(code, *LANGUAGES[code], load_form(id, code).status) for code in codes(id)])


def codes(id: str) -> tuple[str, ...]:
    """The codes of the languages that there is a file for, English first."""
    there = [code for code in LANGUAGES if os.path.isfile(os.path.join(DEFINITIONS, f"{id}.{code}.yaml"))]
    return (ENGLISH, *there)


def earlier_file(id: str, revision: int) -> str:
    """The file of an earlier revision. Raises ProblemsFound where there is none."""
    path = os.path.join(DEFINITIONS, f"{id}.r{revision}.yaml")
    if not os.path.isfile(path):
        raise ProblemsFound([Problem(f"The form {shown(id)} has no revision {revision}.", "Use the present one.")])
    return path


def read_form(path: str) -> Form:
    """The form in one YAML file. Raises ProblemsFound with everything that is wrong with it."""
    name = os.path.basename(path)
    notes = Notes(name)
    top = Entry(read_file(path, name), notes)
    called, revision, title = top.text("id"), top.whole("revision", least=1), top.text("title")
    language, fact = top.text("language"), read_fact(top)
    sections = tuple([read_section(section) for section in top.entries("sections")])
    top.finish()
    if called != name.split(".")[0]:
        notes.add("id", f"The file is called {name}.", "Call both alike.")
    if not notes.problems:
        try:
            return Form(called, revision, title, language, sections, fact=fact)
        except ProblemsFound as found:
            note_all(notes, found)
    raise ProblemsFound(notes.problems)
