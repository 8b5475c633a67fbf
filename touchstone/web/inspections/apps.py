"""The app of this room."""

from datetime import timedelta

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """Inspections, from announcement to decided ratings."""

    name = "touchstone.web.inspections"
    label = "inspections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say which stages messages may name, what rooms below must know of inspections, and have clocks watched."""
        from touchstone.web.evidence.due import tell_due
        from touchstone.web.inspections import reminders
        from touchstone.web.inspections.clocks import documents_due
        from touchstone.web.inspections.portable import brought_evidence
        from touchstone.web.inspections.stages import STAGES
        from touchstone.web.jobs import schedule
        from touchstone.web.judgements.ratings import tell_brought
        from touchstone.web.messages import fields

        fields.set_stages({stage.id: stage.name for stage in STAGES.values()})
        tell_due(documents_due)
        tell_brought(brought_evidence)
        schedule.register("inspections.remind", timedelta(hours=1), reminders.remind_all)
