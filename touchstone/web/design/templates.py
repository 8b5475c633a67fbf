"""The Jinja2 environment that every page is made in."""

from collections.abc import Iterable

from django.contrib.messages import get_messages
from django.utils import translation
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, TemplateRuntimeError, Undefined
from markupsafe import Markup, escape

from touchstone.reports.document import Figure
from touchstone.reports.marks import MarkStyle, is_rating, shape_svg, style_of
from touchstone.reports.plots import plot_svg
from touchstone.web.design import drawing, lines, words
from touchstone.web.design.differences import differences
from touchstone.web.design.found_once import address_of, in_this_language, static_address


def environment(**options: object) -> Environment:
    """Django's options, the GOV.UK macros under their own name, translations, and the few words pages share."""
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    options["loader"] = ChoiceLoader([options["loader"], govuk])  # type: ignore[list-item]
    made = Environment(
        **options,  # type: ignore[arg-type]
        extensions=["jinja2.ext.i18n", "jinja2.ext.loopcontrols"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        in_this_language, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    made.globals.update({"static": static_address, "url": address_of, "language": translation.get_language})
    made.globals.update({"style_of": style_of, "shape_of": shape_of, "is_rating": is_rating, "plot": plot})
    made.globals.update({"dot_line": lines.dot_line, "band_heads": lines.band_heads, "band_edges": lines.band_edges})
    made.globals.update({"drawing_of": drawing.drawing_of, "kept": drawing.kept, "problem_list": drawing.problem_list})
    made.globals.update({"token": token, "lines_of": lines_of, "messages_of": get_messages, "Markup": Markup})
    made.globals.update({"differences": differences})
    made.filters.update({"day": words.day, "size": words.size, "zip_same": zip_same, "said": said})
    made.filters.update({"moment": words.moment})
    return made


def zip_same(values: Iterable[str]) -> list[tuple[str, str]]:
    """(value, words) for a list to choose from, where both are the same."""
    return [(value, value) for value in values]


def said(text: object) -> str:
    """A word that came from data, in the reader's language; plain text, which the page then escapes.

    Templates call `_()` for words written in them alone: Jinja takes what it gives for markup.
    """
    return translation.gettext(str(text)) if text else ""


def shape_of(style: MarkStyle) -> Markup:
    """The shape of a rating's mark, in the colour of its word."""
    return Markup(shape_svg(style, size=16, ink=style.ink))


def plot(figure: Figure, notice: str = "") -> Markup:
    """A report's plot, as wide as the page lets it be, with a notice inside it where one is due."""
    return Markup(plot_svg(figure, notice=notice))


def token(csrf_input: object) -> Markup:
    """The hidden field that proves a form is ours. Raises TemplateRuntimeError where the macro cannot see it."""
    made = "" if isinstance(csrf_input, Undefined) else str(csrf_input)  # each look at it makes another token
    if not made:
        raise TemplateRuntimeError('Import design/forms.html "with context", or the form has no token.')
    return Markup(made)


def lines_of(texts: Iterable[str]) -> Markup:
    """Several sentences, each on its line."""
    return Markup("<br>").join(escape(text) for text in texts)
