"""What people open by link, without an account. Whatever else stands below /s/ leads to one and the same page."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from touchstone.web.surveys import link_views

PAGES = [
    path("sent/<slug:language>/", link_views.sent, name="survey-sent"),
    path("<str:token>/", link_views.start, name="survey-start"),
    path("<str:token>/answer/", link_views.answer, name="survey-answer"),
    path("<path:anything>", link_views.nowhere, name="survey-nowhere"),
]
for page in PAGES:
    login_not_required(page.callback)

urlpatterns = PAGES
