"""The words around the questions of a survey, in each language; what keeps somebody safe stays English in a draft."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from touchstone.forms.loading import ENGLISH, LANGUAGES
from touchstone.intake.strict_yaml import read_yaml

FILE = Path(__file__).with_name("words.yaml")


@cache
def every_word() -> dict[str, dict[str, str]]:
    """Each text by its id: its words by language."""
    tree: Any = read_yaml(FILE.read_text(encoding="utf-8"), file=FILE.name)
    return dict(tree["words"])


class Words:
    """The words in one language. English stands in, marked as English, where there are none."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.direction = LANGUAGES[language][1]

    def plain(self, id: str, **fields: object) -> str:
        """The words alone, for a title or an attribute. Raises KeyError for an id that there is not."""
        texts = every_word()[id]
        return texts.get(self.language, texts[ENGLISH]).format(**fields)

    def __call__(self, id: str, **fields: object) -> Markup:
        """The words, marked with their language where it is not the page's."""
        told = escape(self.plain(id, **fields))
        if self.language in every_word()[id]:
            return Markup(told)
        return Markup('<span lang="{}" dir="ltr">{}</span>').format(ENGLISH, told)


def in_every_language(id: str) -> list[tuple[str, str, str]]:
    """(language, direction, words) of one text, English first: for a page that cannot know who reads it."""
    texts = every_word()[id]
    return [(code, LANGUAGES[code][1], texts[code]) for code in LANGUAGES if code in texts]
