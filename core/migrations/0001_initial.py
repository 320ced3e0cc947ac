import uuid

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=150)),
                ("door", models.CharField(max_length=20)),
                ("event", models.CharField(max_length=60)),
                ("object_type", models.CharField(max_length=60)),
                ("object_key", models.CharField(max_length=60)),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("reason", models.TextField(blank=True)),
                ("park_id", models.BigIntegerField(null=True)),
                ("enterprise_id", models.BigIntegerField(null=True)),
                ("organisation_id", models.BigIntegerField(null=True)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["object_type", "object_key", "at"], name="core_audit_object"),
                    models.Index(fields=["park_id", "at"], name="core_audit_park"),
                    models.Index(fields=["enterprise_id", "at"], name="core_audit_enterprise"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("run_key", models.CharField(max_length=200, unique=True)),
                ("kind", models.CharField(max_length=100)),
                ("queue", models.CharField(default="default", max_length=40)),
                ("arguments", models.JSONField(default=dict)),
                ("scope", models.JSONField(default=dict)),
                ("user_id", models.BigIntegerField(null=True)),
                ("organisation_id", models.BigIntegerField(null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting for a worker"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=20,
                    ),
                ),
                ("attempt", models.IntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("poked_at", models.DateTimeField(null=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("heartbeat_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("done", models.IntegerField(default=0)),
                ("total", models.IntegerField(default=0)),
                ("step", models.CharField(blank=True, max_length=200)),
                ("cancel_requested", models.BooleanField(default=False)),
                ("message", models.TextField(blank=True)),
                ("result_url", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["queued", "running"])),
                        fields=["created_at"],
                        name="core_job_open",
                    )
                ],
            },
        ),
    ]
