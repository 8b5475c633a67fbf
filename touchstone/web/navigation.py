"""The doors that every page shows at its top, and the few at its foot; a door opens when its room is built."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

# (name of the view, words, part of the address below which the door is the one we are behind)
DOORS = (
    ("services", _("Inspections"), ("/services/", "/reports/")),
    ("compare", _("Compare"), ("/compare/",)),
    ("frameworks", _("Standards"), ("/frameworks/",)),
    ("data", _("Open data"), ("/data/",)),
    ("about", _("About"), ("/about/",)),
)

AT_THE_FOOT = (
    ("about", _("About Touchstone")),
    ("accessibility", _("Accessibility")),
    ("data", _("Open data")),
)


def doors(request: HttpRequest) -> dict[str, object]:
    """For every page: the doors, and which of them is open."""
    open_door = next((view for view, _words, below in DOORS if request.path.startswith(below)), "")
    return {"doors": DOORS, "open_door": open_door, "at_the_foot": AT_THE_FOOT}
