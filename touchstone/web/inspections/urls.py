"""The addresses of inspections; the first page of everybody's work is here."""

from django.urls import path

from touchstone.web.inspections import file_views, planning_views, progress_views, timetable_views, views

EXERCISE = "exercises/<uuid:id>/"
TIMETABLE = EXERCISE + "timetable/"

urlpatterns = [
    path("", views.work, name="work"),
    path("inspections/plan/", planning_views.choose_service, name="plan_choose"),
    path("inspections/plan/<uuid:service>/", planning_views.plan, name="plan_inspection"),
    path("inspections/bring-in/", file_views.bring_in, name="bring_in"),
    path("inspections/bring-in/confirm", file_views.confirm_bring_in, name="confirm_bring_in"),
    path(EXERCISE, views.inspection, name="exercise"),
    path(EXERCISE + "move/", views.move, name="inspection_move"),
    path(EXERCISE + "dates/", views.dates, name="inspection_dates"),
    path(EXERCISE + "team/", views.team, name="inspection_team"),
    path(EXERCISE + "team/<uuid:grant>/leave/", views.leave_team, name="leave_team"),
    path(EXERCISE + "progress/", progress_views.progress, name="progress"),
    path(EXERCISE + "progress/<uuid:person>/", progress_views.person_progress, name="progress-person"),
    path(TIMETABLE, timetable_views.timetable, name="timetable"),
    path(TIMETABLE + "new/", timetable_views.new_slot, name="new_slot"),
    path(TIMETABLE + "away/", timetable_views.away, name="away"),
    path(TIMETABLE + "away/<uuid:absence>/back", timetable_views.there_after_all, name="there_after_all"),
    path(TIMETABLE + "people/<uuid:person>/", timetable_views.person_days, name="timetable_person"),
    path(TIMETABLE + "people/<uuid:person>/calendar.ics", timetable_views.person_calendar, name="timetable_calendar"),
    path(TIMETABLE + "people/<uuid:person>/instead/", timetable_views.stand_in, name="stand_in"),
    path(TIMETABLE + "<uuid:slot>/", timetable_views.change_slot, name="change_slot"),
    path(TIMETABLE + "<uuid:slot>/cancel/", timetable_views.cancel_slot, name="cancel_slot"),
    path(EXERCISE + "file/", file_views.file, name="inspection_file"),
    path(EXERCISE + "file/take-out/", file_views.take_out, name="take_out"),
]
