"""The addresses of the inbox."""

from django.urls import path

from touchstone.web.messages import views

urlpatterns = [
    path("messages/", views.inbox, name="messages"),
    path("messages/read", views.read, name="messages_read"),
]
