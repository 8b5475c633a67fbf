"""The pages of the public site. They only read: published inspections by their slugs, and the frameworks."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from touchstone.standards.framework import STANDINGS, Framework
from touchstone.standards.loading import framework_ids, load_framework
from touchstone.web.design.words import day
from touchstone.web.public import first_page, listing, side_by_side, time_plot
from touchstone.web.public.edition import folded
from touchstone.web.public.models import PublishedFile, PublishedInspection
from touchstone.web.public.rerating import framework_of

MOST_COMPARED = 6
SHOWN_ON_FIRST_PAGE = 6


@require_safe
def first(request: HttpRequest) -> HttpResponse:
    """The idea in ten seconds, and the way to the reports."""
    inspection = first_page.featured()
    newest = PublishedInspection.objects.visible().without_report().newest_first()[:SHOWN_ON_FIRST_PAGE]
    context: dict[str, object] = {"newest": newest, "idea": None, "problems": {}}
    context["try_it_href"] = reverse("demo") if settings.DEMONSTRATION else ""
    if inspection is not None:
        idea = first_page.idea_of(inspection)
        change, problems = changed(request, idea)
        context |= {"idea": idea, "change": change, "problems": problems, "asked": asked(request, idea)}
    return render(request, "public/first.html", context)


def asked(request: HttpRequest, idea: first_page.Idea) -> dict[str, str]:
    """What the form shows as chosen: what was asked for, or the answer that matters most."""
    nearest = idea.hanging[0].question.id if idea.hanging else ""
    return {
        "question": request.GET.get("question", nearest),
        "direction": request.GET.get("direction", first_page.FEWER),
    }


def changed(request: HttpRequest, idea: first_page.Idea) -> tuple[first_page.Change | None, dict[str, str]]:
    """What came of the answer changed in the form, or what has to be put right in it (field → words)."""
    if not ("question" in request.GET or "direction" in request.GET):
        return None, {}
    question, direction = request.GET.get("question", ""), request.GET.get("direction", "")
    problems = {}
    if question not in idea.offered:
        problems["question"] = _("Choose a key question from the list")
    if direction not in (first_page.MORE, first_page.FEWER):
        problems["direction"] = _("Choose whether one case more, or one case fewer, was answered yes")
    if problems:
        return None, problems
    try:
        return first_page.change_one_answer(idea, question, direction), {}
    except first_page.NothingToChange:
        return None, {"direction": _("No case is left to change that way. Choose the other way")}


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Every inspected service, to search and filter."""
    rows = list(PublishedInspection.objects.visible().without_report().newest_first())
    titles = side_by_side.titles_of_frameworks([row.framework for row in rows])
    choices = listing.choices_in(rows, titles, scale_words())
    filters, problems = listing.read_filters(request.GET.dict(), choices)
    page = listing.page_of(listing.services_fitting(rows, filters), filters.page)
    context = {
        "page": page,
        "filters": filters,
        "choices": choices,
        "problems": problems,
        "link_to_page": lambda number: f"?{urlencode({**filters.as_query(), 'page': number})}",
        "region_not_known": listing.REGION_NOT_KNOWN,
        "demonstrations": [row.newest for row in page.services if row.newest.demonstration],
    }
    return render(request, "public/services.html", context)


def scale_words() -> list[str]:
    """Every rating word of the frameworks here, worst first."""
    words: list[str] = []
    for name in framework_ids():
        rule = load_framework(name).rating
        words += [word for word in (rule.words if rule else ()) if word not in words]
    return words


@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """One service: every inspection, and the movement of each standard."""
    newest_first = list(PublishedInspection.objects.visible().without_report().filter(service_slug=slug).newest_first())
    if not newest_first:
        raise Http404(slug)
    oldest_first = side_by_side.with_framework(newest_first[::-1])
    rows = side_by_side.rows_of(oldest_first)
    figure = side_by_side.movement_figure(rows, *oldest_first[-2:]) if len(oldest_first) > 1 else None
    titles = side_by_side.titles_of_frameworks([row.framework for row in newest_first])
    demonstrations = [row for row in newest_first if row.demonstration]
    context = {
        "service": newest_first[0],
        "inspections": newest_first,
        "columns": oldest_first,
        "rows": rows,
        "figure": figure,
        "titles": titles,
        "heads": [(day(row.published), titles[row.framework]) for row in oldest_first],
        "demonstrations": demonstrations,
        "notice": " ".join(dict.fromkeys(row.demonstration for row in demonstrations)),
    }
    return render(request, "public/service.html", context)


@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The report of one inspection, in the site's layout; results without a report lead to their service."""
    inspection = get_object_or_404(PublishedInspection.objects.visible().defer("figures"), slug=slug)
    if not inspection.has_report:
        raise Http404(slug)
    files = PublishedFile.objects.filter(inspection=slug).defer("content")
    titles = side_by_side.titles_of_frameworks([inspection.framework])
    context = {"inspection": inspection, "files": files, "framework_title": titles[inspection.framework]}
    return render(request, "public/report.html", context)


@require_safe
def file(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One file of a report, to keep."""
    get_object_or_404(PublishedInspection.objects.visible().only("slug"), slug=slug)
    found = get_object_or_404(PublishedFile, inspection=slug, name=name)
    response = HttpResponse(bytes(found.content), content_type=found.media_type)
    # A file that came from elsewhere is kept, never run as a page of this site.
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-{found.name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["ETag"] = f'"{found.sha256}"'
    return response


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Up to six services side by side, over the years."""
    rows = list(PublishedInspection.objects.visible().without_report().newest_first())
    names = {row.service_slug: row.service_name for row in reversed(rows)}
    wanted = list(dict.fromkeys(slug for slug in request.GET.getlist("service") if slug))
    chosen = [slug for slug in wanted if slug in names]
    problems = {}
    if "service" in request.GET and not wanted:
        problems["service"] = _("Choose a service from the list")
    if len(chosen) < len(wanted):
        problems["service"] = _("Choose services from the list; one that was asked for is not in it")
    if len(chosen) > MOST_COMPARED:
        problems["service"] = _("Choose at most %(most)s services") % {"most": MOST_COMPARED}
        chosen = chosen[:MOST_COMPARED]
    by_service = {slug: [row for row in rows if row.service_slug == slug] for slug in chosen}
    newest = side_by_side.with_framework([inspections[0] for inspections in by_service.values()])
    demonstrations = [row for inspections in by_service.values() for row in inspections if row.demonstration]
    offered = [] if chosen else list({row.service_slug: row for row in reversed(rows)}.values())
    demonstrations += [row for row in offered if row.demonstration]
    context = {
        "groups": by_rating(offered),
        "chosen": [(slug, names[slug], without(chosen, slug)) for slug in chosen],
        "others": sorted(((name, slug) for slug, name in names.items() if slug not in chosen), key=by_folded_name),
        "problems": problems,
        "most": MOST_COMPARED,
        "newest": newest,
        "heads": [(row.service_name, day(row.published)) for row in newest],
        "rows": side_by_side.rows_of(newest, newest_framework(newest)) if newest else (),
        "figure": time_plot.figure_of(by_service, scale_words(), notice_of(demonstrations)),
        "demonstrations": demonstrations,
    }
    return render(request, "public/compare.html", context)


def by_rating(newest: list[PublishedInspection]) -> list[tuple[str, list[PublishedInspection]]]:
    """Services by the overall rating of their newest inspection, best first; "" for those that have none."""
    order = scale_words()[::-1]
    found: dict[str, list[PublishedInspection]] = {word: [] for word in order}
    for row in sorted(newest, key=lambda row: folded(row.service_name)):
        found.setdefault(row.overall, []).append(row)
    return [(word, rows) for word, rows in found.items() if rows]


def notice_of(demonstrations: list[PublishedInspection]) -> str:
    """What a plot of several services says inside itself, so that it stays when the picture is copied out."""
    return " ".join(f"{row.service_name}: {row.demonstration}" for row in demonstrations)


def by_folded_name(pair: tuple[str, str]) -> str:
    """Names in the order a reader looks for them."""
    return folded(pair[0])


def without(slugs: list[str], one: str) -> str:
    """The address of the comparison with one service fewer."""
    query = urlencode([("service", slug) for slug in slugs if slug != one])
    return f"{reverse('compare')}?{query}" if query else reverse("compare")


def newest_framework(inspections: list[PublishedInspection]) -> Framework:
    """The framework that most of the inspections share; of two as common the later one."""
    names = sorted(inspection.framework for inspection in inspections)
    most = max(names, key=lambda name: (names.count(name), name))
    return framework_of(next(inspection for inspection in inspections if inspection.framework == most))


@require_safe
def frameworks(request: HttpRequest) -> HttpResponse:
    """Every framework that can be read here."""
    return render(
        request, "public/frameworks.html", {"frameworks": [load_framework(name) for name in framework_ids()][::-1]}
    )


@require_safe
def framework(request: HttpRequest, name: str) -> HttpResponse:
    """One framework: standards, key questions, prompts and rules, each with its standing and source."""
    if name not in framework_ids():
        raise Http404(name)
    return render(request, "public/framework.html", {"framework": load_framework(name), "standings": STANDINGS})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is, its licence, where its facts come from, what is a demonstration."""
    demonstrations = PublishedInspection.objects.visible().without_report().exclude(demonstration="")
    return render(request, "public/about.html", {"demonstrations": demonstrations})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How well these pages can be used by everybody, and how that was checked."""
    return render(request, "public/accessibility.html", {})


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """For a load balancer: 200 where the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    response = HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
