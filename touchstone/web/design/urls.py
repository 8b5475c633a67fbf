"""The addresses of the style page; a site in production has none of them."""

from django.urls import path

from touchstone.web.design import style_page

urlpatterns = [
    path("", style_page.components, name="style-page"),
    path("confirm/", style_page.confirm, name="style-page-confirm"),
]
