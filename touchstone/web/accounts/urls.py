"""The addresses of people, roles and services."""

from django.urls import path

from touchstone.web.accounts.auditing.views import audit
from touchstone.web.accounts.people import views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/invite/", views.invite, name="invite"),
    path("people/review/", views.review, name="access_review"),
    path("people/conflicts/", views.conflicts, name="conflicts"),
    path("people/conflicts/mine/", views.my_conflicts, name="my_conflicts"),
    path("people/conflicts/<uuid:id>/end/", views.end_conflict, name="end_conflict"),
    path("people/<uuid:id>/", views.person, name="person"),
    path("people/<uuid:id>/roles/", views.give_role, name="give_role"),
    path("people/<uuid:id>/roles/<uuid:grant>/end/", views.end_role, name="end_role"),
    path("people/<uuid:id>/leaving/", views.leaving, name="leaving"),
    path("people/<uuid:id>/<slug:what>/", views.act, name="act_on_person"),
    path("audit/", audit, name="audit"),
    path("roles/", views.roles, name="roles"),
    path("services/", views.services, name="work_services"),
]
