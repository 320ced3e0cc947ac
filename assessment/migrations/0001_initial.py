from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Adjustment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("name_zh_hans", models.CharField(max_length=200, verbose_name="Chinese name")),
                ("code", models.CharField(max_length=20)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("deduction", "deduction"), ("bonus", "bonus"), ("veto", "veto")], max_length=10
                    ),
                ),
                ("points", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                ("cap", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("name_zh_hans", models.CharField(max_length=200, verbose_name="Chinese name")),
                ("code", models.CharField(max_length=20)),
                ("position", models.PositiveSmallIntegerField()),
                ("weight", models.DecimalField(decimal_places=3, max_digits=7)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FigureDefinition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("name_zh_hans", models.CharField(max_length=200, verbose_name="Chinese name")),
                ("code", models.CharField(max_length=20)),
                ("position", models.PositiveSmallIntegerField()),
                ("section", models.CharField(max_length=20)),
                ("unit", models.CharField(blank=True, max_length=40)),
                ("figure_type", models.CharField(max_length=20)),
                ("decimals", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("source", models.CharField(max_length=300)),
                ("register", models.CharField(max_length=20)),
                ("minimum", models.DecimalField(decimal_places=4, max_digits=24, null=True)),
                ("maximum", models.DecimalField(decimal_places=4, max_digits=24, null=True)),
                ("soft_yoy_pct", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                ("evidence", models.CharField(max_length=10)),
                ("not_applicable_when", models.CharField(blank=True, max_length=200)),
                ("help_en", models.CharField(blank=True, max_length=400)),
                ("help_zh_hans", models.CharField(blank=True, max_length=400)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("count", models.PositiveSmallIntegerField()),
                ("document_number", models.CharField(max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("name_zh_hans", models.CharField(max_length=200, verbose_name="Chinese name")),
                ("code", models.CharField(max_length=20)),
                ("position", models.PositiveSmallIntegerField()),
                ("unit", models.CharField(max_length=60)),
                ("direction", models.SmallIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("formula", models.CharField(max_length=200)),
                ("expression", models.CharField(max_length=300)),
                ("zero_denominator_means_not_applicable", models.BooleanField(default=False)),
                ("normalise", models.CharField(max_length=20)),
                ("post_low", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                ("post_high", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                ("steps", models.JSONField(null=True)),
                ("weight", models.DecimalField(decimal_places=3, max_digits=7)),
                ("basis", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Ladder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(unique=True)),
                ("rules", models.JSONField()),
                ("valid_from_year", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("name_zh_hans", models.CharField(max_length=200, verbose_name="Chinese name")),
                ("year", models.PositiveSmallIntegerField(unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("approved", "Approved and frozen")],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("pass_line", models.DecimalField(decimal_places=3, default=60, max_digits=7)),
                ("area_dat_thresh", models.DecimalField(decimal_places=3, default=Decimal("0.8"), max_digits=4)),
                ("root_dat_thresh", models.DecimalField(decimal_places=3, default=1, max_digits=4)),
                ("draws", models.PositiveIntegerField(default=10000)),
                ("seed", models.PositiveIntegerField(default=1)),
                ("content_hash", models.CharField(blank=True, max_length=64)),
                ("approved_at", models.DateTimeField(null=True)),
                ("mark", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "permissions": [("approve_plan", "May approve and freeze a plan")],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("notification", "notification"),
                            ("delisting", "delisting"),
                            ("end_notification", "end of the notification"),
                        ],
                        max_length=20,
                    ),
                ),
                ("verdict", models.CharField(max_length=20)),
                ("count", models.PositiveSmallIntegerField()),
                ("standing_years", models.JSONField(default=list)),
                ("needs_human", models.BooleanField()),
                ("reasons", models.JSONField(default=list)),
                ("share_below", models.FloatField(null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits for a coordinator"),
                            ("seconding", "Waits for a second coordinator"),
                            ("deferred", "Deferred"),
                            ("confirmed", "Confirmed"),
                            ("rejected", "Rejected"),
                            ("superseded", "Replaced by a later run"),
                        ],
                        default="proposed",
                        max_length=20,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("document_number", models.CharField(blank=True, max_length=60)),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "permissions": [("decide_standing", "May decide about a park's standing")],
            },
        ),
        migrations.CreateModel(
            name="PublishedRank",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField(null=True)),
                ("total", models.FloatField(null=True)),
                ("verdict", models.CharField(max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name="Return",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft, not submitted"),
                            ("submitted", "Waits for the district"),
                            ("verified", "Waits for the city"),
                            ("accepted", "Accepted"),
                            ("locked", "Locked"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
            ],
            options={
                "permissions": [
                    ("enter_figures", "May enter figures"),
                    ("submit_return", "May submit the return"),
                    ("verify_return", "May verify or send back a submitted return"),
                    ("accept_return", "May accept or send back a verified return"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("name_zh_hans", models.CharField(max_length=200, verbose_name="Chinese name")),
                ("code", models.CharField(max_length=20)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "severity",
                    models.CharField(
                        choices=[("hard", "must hold"), ("soft", "asks for an explanation")], max_length=4
                    ),
                ),
                ("expression", models.CharField(max_length=300)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("job_id", models.UUIDField(null=True)),
                ("requested_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("engine", models.CharField(blank=True, max_length=60)),
                ("seed", models.PositiveIntegerField()),
                ("draws", models.PositiveIntegerField()),
                ("inputs_sha256", models.CharField(blank=True, max_length=64)),
                ("system", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="RunResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField(null=True)),
                ("total", models.FloatField(null=True)),
                ("verdict", models.CharField(max_length=20)),
                ("cause", models.CharField(blank=True, max_length=10)),
                ("own_default", models.BooleanField(default=False)),
                ("rank_low", models.FloatField(null=True)),
                ("rank_high", models.FloatField(null=True)),
                ("share_below", models.FloatField(null=True)),
                ("steps", models.JSONField()),
                ("arithmetic", models.JSONField()),
                ("inputs", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="StandingEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("notified", "notified"),
                            ("delisted", "delisted"),
                            ("reinstated", "reinstated"),
                            ("rejected", "proposal rejected"),
                        ],
                        max_length=20,
                    ),
                ),
                ("document_number", models.CharField(blank=True, max_length=60)),
                ("reason", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Cycle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(unique=True)),
                ("opens_on", models.DateField()),
                ("cutoff_on", models.DateField()),
                ("is_assessed", models.BooleanField(default=True)),
                ("released_at", models.DateTimeField(null=True)),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "permissions": [("request_run", "May run the assessment"), ("release_results", "May release results")],
            },
        ),
        migrations.CreateModel(
            name="FigureEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.DecimalField(decimal_places=4, max_digits=24, null=True)),
                (
                    "missing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_reported", "not reported"),
                            ("not_applicable", "not applicable"),
                            ("not_collected", "not collected"),
                            ("withheld", "withheld"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("document", models.CharField(blank=True, max_length=200)),
                ("entered_at", models.DateTimeField()),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="assessment.figuredefinition",
                    ),
                ),
            ],
        ),
    ]
