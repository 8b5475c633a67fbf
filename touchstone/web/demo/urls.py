"""The addresses of the demonstration; they do not exist in production."""

from django.urls import path

from touchstone.web.demo import views

urlpatterns = [
    path("demo/", views.demo, name="demo"),
    path("demo/<slug:key>/", views.become, name="become"),
]
