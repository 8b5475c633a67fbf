"""Model fields for text: each stores only what the one text gateway has let through."""

from django.core.exceptions import ValidationError
from django.db import models

from touchstone.intake.text import TextRefused, clean

LONGEST_PROSE = 2_000_000  # characters; the body of a long report is about 300,000


class LineField(models.CharField):
    """One line: names, titles, slugs. Bidirectional overrides are taken out."""

    def to_python(self, value: object) -> str | None:
        """The text as the gateway lets it through. Raises ValidationError naming the character and its place."""
        if value is None:
            return None
        try:
            return clean(str(value), most=self.max_length or 20_000, one_line=True)
        except TextRefused as refused:
            raise ValidationError(str(refused), code="text_refused") from refused

    def get_prep_value(self, value: object) -> str | None:
        """Clean on the way into the database too, for rows that no form has seen."""
        return self.to_python(super().get_prep_value(value))


class ProseField(models.TextField):
    """Paragraphs, or a whole rendered report."""

    def to_python(self, value: object) -> str | None:
        """The text as the gateway lets it through. Raises ValidationError naming the character and its place."""
        if value is None:
            return None
        try:
            return clean(str(value), most=LONGEST_PROSE)
        except TextRefused as refused:
            raise ValidationError(str(refused), code="text_refused") from refused

    def get_prep_value(self, value: object) -> str | None:
        """Clean on the way into the database too, for rows that no form has seen."""
        return self.to_python(super().get_prep_value(value))
