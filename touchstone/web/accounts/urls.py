"""The addresses of people, roles and services."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
