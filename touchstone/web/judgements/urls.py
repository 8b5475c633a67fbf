"""The addresses of judgements and of the panel's room."""

from django.urls import path, register_converter

from touchstone.web.judgements import panel_views, views


class StandardNumber:
    """The number of a standard in an address: 2.1, or V1."""

    regex = r"[A-Z]?[0-9]{1,2}(?:\.[0-9]{1,2})?"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return str(value)


register_converter(StandardNumber, "standard")

urlpatterns = [
    path("exercises/<uuid:id>/judgements/", views.judgements, name="judgements"),
    path("exercises/<uuid:id>/judgements/<standard:standard>/", views.judgement, name="judgement"),
    path("exercises/<uuid:id>/panel/", panel_views.panel, name="panel"),
    path("exercises/<uuid:id>/panel/open/", panel_views.open_panel, name="open-panel"),
    path("exercises/<uuid:id>/panel/seat/", panel_views.take_seat, name="panel-seat"),
    path("exercises/<uuid:id>/panel/minute/", panel_views.minute, name="panel-minute"),
    path("exercises/<uuid:id>/panel/send-back/", panel_views.send_back, name="panel-send-back"),
    path("exercises/<uuid:id>/panel/close/", panel_views.close_panel, name="close-panel"),
    path("exercises/<uuid:id>/panel/dissent/<uuid:decision>/", panel_views.dissent, name="panel-dissent"),
    path("exercises/<uuid:id>/panel/<standard:standard>/", panel_views.panel_standard, name="panel-standard"),
    path("exercises/<uuid:id>/panel/<standard:standard>/decide/", panel_views.decide, name="panel-decide"),
]
