"""What a file can hold besides what it shows: a word for each, and the sentence that a person reads first."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "author": _("The name of its author"),
    "comments": _("Comments"),
    "tracked changes": _("Tracked changes: what was deleted can still be read"),
    "hidden text": _("Hidden text"),
    "layers": _("Layers that can be hidden"),
    "hidden sheets": _("Hidden sheets"),
    "hidden rows or columns": _("Hidden rows or columns"),
    "custom properties": _("Further properties of the document, such as a reference or a title"),
    "photographs with a place": _("Photographs that say when and where they were taken"),
    "attached files": _("Files within the file"),
    "links to other files": _("Links to other files"),
    "form fields": _("Fields of a form that were filled in"),
    "place": _("The place where it was taken. This is taken out before it is kept."),
    "camera": _("Details of the camera and the time. These are taken out before it is kept."),
    "texts": _("Texts that do not show. These are taken out before it is kept."),
    "more behind the picture": _("Something behind the picture. This is taken out before it is kept."),
}


def in_words(found: Iterable[str]) -> list[str]:
    """The sentences for these words, in the order of the table."""
    words = set(found)
    return [str(sentence) for word, sentence in SENTENCES.items() if word in words]
