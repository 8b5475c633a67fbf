"""Signing in and out, passwords, second factors and single sign-on: the pages of django-allauth in our look."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]
