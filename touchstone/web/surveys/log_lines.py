"""Keeps the tokens of links (of surveys, and those one signs in by) out of the log, whoever writes a line into it."""

from __future__ import annotations

import logging
import re

IN_AN_ADDRESS = re.compile(r"(/s/|/account/link/)[^/\s?'\"]+")


def without_token(text: str) -> str:
    """A text with what follows /s/ or /account/link/ in an address taken out."""
    return IN_AN_ADDRESS.sub(r"\1…", text)


class HideTokens(logging.Filter):
    """Takes tokens of links out of every line before it is written, whoever wrote it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the line through, without them."""
        record.msg, record.args = without_token(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_token(record.exc_text)
        return True
