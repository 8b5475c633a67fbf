"""The addresses of safety concerns."""

from django.urls import path

from touchstone.web.concerns import views

urlpatterns = [
    path("exercises/<uuid:id>/concerns/", views.concerns, name="concerns"),
    path("exercises/<uuid:id>/concerns/raise/", views.raise_concern, name="raise-concern"),
    path("exercises/<uuid:id>/concerns/duty/", views.duty, name="concern-duty"),
    path("exercises/<uuid:id>/concerns/duty/<uuid:duty>/end/", views.end_duty, name="end-concern-duty"),
    path("exercises/<uuid:id>/concerns/<uuid:concern>/", views.concern, name="concern"),
    path("exercises/<uuid:id>/concerns/<uuid:concern>/receipt/", views.receipt, name="concern-receipt"),
    path("exercises/<uuid:id>/concerns/<uuid:concern>/action/", views.action, name="concern-action"),
    path("exercises/<uuid:id>/concerns/<uuid:concern>/close/", views.close, name="close-concern"),
]
