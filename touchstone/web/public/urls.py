"""The addresses of the public site. They stay: other people's pages and programs lead to them."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path, register_converter

from touchstone.web.public import open_data_views, views
from touchstone.web.public.addresses import FileName, Slug

register_converter(Slug, "name")
register_converter(FileName, "file")

PAGES = [
    path("", views.first, name="first"),
    path("services/", views.services, name="services"),
    path("services/<name:slug>/", views.service, name="service"),
    path("reports/<name:slug>/", views.report, name="report"),
    path("reports/<name:slug>/<file:name>", views.file, name="file"),
    path("compare/", views.compare, name="compare"),
    path("frameworks/", views.frameworks, name="frameworks"),
    path("frameworks/<str:name>/", views.framework, name="framework"),
    path("data/", open_data_views.index, name="data"),
    path("data/inspections.json", open_data_views.inspections_json, name="inspections-json"),
    path("data/inspections.csv", open_data_views.inspections_csv, name="inspections-csv"),
    path("data/schema.json", open_data_views.schema, name="schema"),
    path("data/inspections/<name:slug>.json", open_data_views.inspection_json, name="inspection-json"),
    path("data/inspections/<name:slug>/<name:table>.csv", open_data_views.inspection_csv, name="inspection-csv"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("healthz", views.healthz, name="healthz"),
]

# Every view of the site is closed unless it is opened by name; the pages of the public site are.
for page in PAGES:
    login_not_required(page.callback)

urlpatterns = PAGES
