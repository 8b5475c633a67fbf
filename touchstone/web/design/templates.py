"""The Jinja2 environment that every page is made in."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

from touchstone.web.design import words


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
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    made.globals.update({"static": static, "url": reverse, "language": translation.get_language})
    made.filters.update({"day": words.day, "size": words.size})
    return made
