"""Every address of the site."""

from django.urls import include, path

urlpatterns = [path("", include("touchstone.web.public.urls"))]

handler400 = "touchstone.web.design.errors.bad_request"
handler403 = "touchstone.web.design.errors.forbidden"
handler404 = "touchstone.web.design.errors.not_found"
handler500 = "touchstone.web.design.errors.went_wrong"
