"""Words are taken out of what somebody wrote, and never put in: nobody is quoted with words they did not write."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

ALL_TAKEN_OUT = "[…]"
MARK = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]")
WORD = re.compile(r"\w+(?:['’-]\w+)*")


def words_of(text: str) -> list[str]:
    """The words of a text without the marks of what was taken out, and without signs."""
    return WORD.findall(MARK.sub(" ", text))


def problem_with(original: str, shortened: str) -> str:
    """What is wrong with a shortened text, in words; "" where words were only taken out, in their order."""
    left, kept = words_of(original), words_of(shortened)
    if left == kept:
        return _("No word was taken out. Take words out, or clear the text as it is.")
    there = iter(left)
    for word in kept:
        if word not in there:  # walks on: the words must come in the order in which they were written
            return _("“%(word)s” does not stand there in the text. Words can be taken out, never put in.") % {
                "word": word
            }
    return ""
