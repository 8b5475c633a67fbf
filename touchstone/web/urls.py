"""Every address of the site. Below /work/ is what signed-in people do; addresses there carry random ids alone."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    # The autosave of a case is asked more often than all others together, so it is looked for first.
    path("work/", include("touchstone.web.assessments.urls")),
    path("", include("touchstone.web.public.urls")),
    path("account/", include("touchstone.web.accounts.sign_in_urls")),
    path("work/", include("touchstone.web.inspections.urls")),
    path("work/", include("touchstone.web.samples.urls")),
    path("work/", include("touchstone.web.concerns.urls")),
    path("work/", include("touchstone.web.surveys.urls")),
    path("s/", include("touchstone.web.surveys.link_urls")),
    path("work/", include("touchstone.web.evidence.urls")),
    path("work/", include("touchstone.web.judgements.urls")),
    path("work/", include("touchstone.web.jobs.urls")),
    path("work/", include("touchstone.web.messages.urls")),
    path("work/", include("touchstone.web.accounts.urls")),
]
if settings.DEMONSTRATION:
    urlpatterns.append(path("", include("touchstone.web.demo.urls")))
if not settings.PRODUCTION:
    urlpatterns.append(path("work/design/", include("touchstone.web.design.urls")))

handler400 = "touchstone.web.design.errors.bad_request"
handler403 = "touchstone.web.design.errors.forbidden"
handler404 = "touchstone.web.design.errors.not_found"
handler429 = "touchstone.web.accounts.sign_in.adapter.too_often"
handler500 = "touchstone.web.design.errors.went_wrong"
