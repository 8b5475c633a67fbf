"""Two texts set beside each other with what differs marked, so that a person can choose between them."""

import re
from difflib import SequenceMatcher

from markupsafe import Markup, escape

WORD = re.compile(r"\S+\s*|\s+")
MOST_WORDS = (
    4_000  # together; beyond it whole lines are compared, and beyond as many lines nothing is: it would take long
)


def differences(old: str, new: str) -> tuple[Markup, Markup]:
    """The old text with what is gone in `<del>`, the new one with what came in `<ins>`; line ends stay."""
    old_parts, new_parts = WORD.findall(old), WORD.findall(new)
    if len(old_parts) + len(new_parts) > MOST_WORDS:
        old_parts, new_parts = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if len(old_parts) + len(new_parts) > MOST_WORDS:
        old_parts, new_parts = [old], [new]
    left: list[str] = []
    right: list[str] = []
    matcher = SequenceMatcher(None, old_parts, new_parts, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        gone, came = "".join(old_parts[a:b]), "".join(new_parts[c:d])
        left.append(marked("del", gone) if kind != "equal" else str(escape(gone)))
        right.append(marked("ins", came) if kind != "equal" else str(escape(came)))
    return Markup("".join(left)), Markup("".join(right))


def marked(name: str, text: str) -> str:
    """A stretch of text in its tag, the space after it outside; nothing for nothing."""
    words = text.rstrip() or text
    return f"<{name}>{escape(words)}</{name}>{escape(text[len(words) :])}" if text else ""
