"""The addresses of the room of the sample. Cases stand in them by random ids alone."""

from django.urls import path

from touchstone.web.samples import views
from touchstone.web.samples.case_list import views as lists

ROOM = "exercises/<uuid:id>/sample/"

urlpatterns = [
    path(ROOM, views.room, name="sample"),
    path(f"{ROOM}list/", lists.case_list, name="case_list"),
    path(f"{ROOM}list/template.csv", lists.template, name="case_list_template"),
    path(f"{ROOM}lists/<uuid:case_list>/", lists.version, name="case_list_version"),
    path(f"{ROOM}lists/<uuid:case_list>/problems.csv", lists.problems, name="case_list_problems"),
    path(f"{ROOM}lists/<uuid:case_list>/list.csv", lists.confirmed_file, name="case_list_file"),
    path(f"{ROOM}lists/<uuid:case_list>/changes/", lists.what_changed, name="case_list_changes"),
    path(f"{ROOM}lists/<uuid:case_list>/confirm/", lists.confirm, name="case_list_confirm"),
    path(f"{ROOM}lists/<uuid:case_list>/discard/", lists.discard, name="case_list_discard"),
    path(f"{ROOM}size/", views.size, name="sample_size"),
    path(f"{ROOM}rules/", views.set_rules, name="sample_rules"),
    path(f"{ROOM}new-list/", views.new_list, name="sample_new_list"),
    path(f"{ROOM}draws/<uuid:draw>/", views.draw, name="sample_draw"),
    path(f"{ROOM}draws/<uuid:draw>/record.json", views.record, name="sample_record"),
    path(f"{ROOM}draws/<uuid:draw>/freeze/", views.freeze, name="sample_freeze"),
    path(f"{ROOM}cases/", views.cases, name="sample_cases"),
    path(f"{ROOM}cases/<uuid:case>/substitute/", views.substitute, name="sample_substitute"),
]
