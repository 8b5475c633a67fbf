"""A job on a page of its own: how far it is, what came of it, or what to do."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from touchstone.web.jobs.models import Job


@require_safe
@never_cache
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The page of a job; whoever may not see it gets what they would get if there were none."""
    return render(request, "jobs/job.html", {"job": get_object_or_404(Job.objects.visible_to(request.user), id=job_id)})


@require_safe
@never_cache
def progress(request: HttpRequest, job_id: UUID) -> JsonResponse:
    """The same for progress.js: what the bar shows, and whether there is more to wait for."""
    found = get_object_or_404(Job.objects.visible_to(request.user), id=job_id)
    return JsonResponse({"done": found.done, "of": found.of, "words": found.words, "ended": found.has_ended})
