"""The first tables: published inspections and their files."""

import datetime
import uuid

import django.core.validators
from django.db import migrations, models

import touchstone.web.text_fields


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PublishedInspection",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "slug",
                    touchstone.web.text_fields.LineField(
                        max_length=100,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9_-]+\\Z", "Use small letters, digits, - and _ only: it stands in an address."
                            )
                        ],
                    ),
                ),
                (
                    "service_slug",
                    touchstone.web.text_fields.LineField(
                        db_index=True,
                        max_length=100,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9_-]+\\Z", "Use small letters, digits, - and _ only: it stands in an address."
                            )
                        ],
                    ),
                ),
                ("service_name", touchstone.web.text_fields.LineField(max_length=200)),
                ("region", touchstone.web.text_fields.LineField(blank=True, max_length=100)),
                ("sought", touchstone.web.text_fields.LineField(max_length=1000)),
                ("title", touchstone.web.text_fields.LineField(max_length=300)),
                ("framework", touchstone.web.text_fields.LineField(max_length=60)),
                ("framework_revision", models.PositiveIntegerField(blank=True, null=True)),
                ("kind", touchstone.web.text_fields.LineField(max_length=60)),
                ("published", touchstone.web.text_fields.LineField(blank=True, max_length=16)),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("fieldwork", touchstone.web.text_fields.LineField(blank=True, max_length=200)),
                ("overall", touchstone.web.text_fields.LineField(blank=True, max_length=60)),
                ("score", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("score_of", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("standards", models.JSONField(default=dict)),
                ("figures", models.JSONField(default=dict)),
                ("contents", models.JSONField(default=list)),
                ("body", touchstone.web.text_fields.ProseField(blank=True)),
                ("has_report", models.BooleanField(default=False)),
                ("notes", models.JSONField(default=list)),
                ("sources", models.JSONField(default=list)),
                ("demonstration", touchstone.web.text_fields.ProseField(blank=True)),
                ("demonstration_link", touchstone.web.text_fields.LineField(blank=True, max_length=500)),
                (
                    "visible_from",
                    models.DateTimeField(
                        db_index=True, default=datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.UTC)
                    ),
                ),
                ("made_from", touchstone.web.text_fields.LineField(max_length=64)),
                ("seeded", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["sought", "published"],
            },
        ),
        migrations.CreateModel(
            name="PublishedFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("inspection", touchstone.web.text_fields.LineField(db_index=True, max_length=100)),
                ("name", touchstone.web.text_fields.LineField(max_length=100)),
                ("title", touchstone.web.text_fields.LineField(max_length=200)),
                ("media_type", touchstone.web.text_fields.LineField(max_length=100)),
                ("content", models.BinaryField()),
                ("sha256", touchstone.web.text_fields.LineField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("place", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["inspection", "place"],
                "constraints": [models.UniqueConstraint(fields=("inspection", "name"), name="one_file_of_a_name")],
            },
        ),
    ]
