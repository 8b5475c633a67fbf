"""The addresses of the inbox."""

from django.urls import path

from touchstone.web.messages import views

urlpatterns = [
    path("messages/", views.inbox, name="inbox"),
    path("messages/read", views.read, name="inbox_read"),
]
