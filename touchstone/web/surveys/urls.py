"""The addresses of surveys inside an exercise. What people open by link is in `link_urls.py`."""

from django.urls import path

from touchstone.web.surveys import reading_views, views

ROOM = "exercises/<uuid:id>/surveys/"

urlpatterns = [
    path(ROOM, views.surveys, name="surveys"),
    path(f"{ROOM}open/", views.open_survey, name="open-survey"),
    path(f"{ROOM}texts/", reading_views.texts, name="survey-texts"),
    path(f"{ROOM}texts/<uuid:text>/", reading_views.text, name="survey-text"),
    path(f"{ROOM}texts/<uuid:text>/clear/", reading_views.clear, name="clear-survey-text"),
    path(f"{ROOM}texts/<uuid:text>/take-out/", reading_views.take_out, name="shorten-survey-text"),
    path(f"{ROOM}texts/<uuid:text>/concern/", reading_views.concern, name="survey-text-concern"),
    path(f"{ROOM}<uuid:survey>/", views.survey, name="survey"),
    path(f"{ROOM}<uuid:survey>/change/", views.change_survey, name="change-survey"),
    path(f"{ROOM}<uuid:survey>/close/", views.close_survey, name="close-survey"),
    path(f"{ROOM}<uuid:survey>/links/", views.make_links, name="survey-links"),
    path(f"{ROOM}<uuid:survey>/links/<uuid:links>/end/", views.end_links, name="end-survey-links"),
]
