"""The kinds of act that are written down: the six that the law names, and what concerns security."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Data Protection Act 2018, section 62(1), for law enforcement processing; we log so for every record.

    https://www.legislation.gov.uk/ukpga/2018/12/section/62 (standing: law). SECURITY is ours.
    """

    COLLECTION = "collection", _("collection")
    ALTERATION = "alteration", _("alteration")
    CONSULTATION = "consultation", _("consultation")
    DISCLOSURE = "disclosure", _("disclosure")
    COMBINATION = "combination", _("combination")
    ERASURE = "erasure", _("erasure")
    SECURITY = "security", _("security")


class Outcome(models.TextChoices):
    """What came of it."""

    DONE = "done", _("done")
    REFUSED = "refused", _("refused")
