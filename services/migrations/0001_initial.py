import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import core.rowsecurity.fields
import services.plain_text


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("enterprises", "0001_initial"),
        ("parks", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("name_zh_hans", models.CharField(max_length=200, verbose_name="Chinese name")),
                ("code", models.CharField(max_length=10, unique=True)),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("market_access", "Market access"),
                            ("planning", "Planning and construction"),
                            ("tax", "Taxes"),
                            ("investment", "Investment"),
                            ("talent", "Talent"),
                            ("ip", "Intellectual property"),
                            ("finance", "Finance"),
                            ("bundle", "Getting one thing done"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("registration", "registration"),
                            ("licence", "licence"),
                            ("filing", "filing"),
                            ("confirmation", "confirmation"),
                            ("service", "service"),
                            ("bundle", "bundle of items"),
                        ],
                        max_length=20,
                    ),
                ),
                ("statutory_days", models.PositiveSmallIntegerField(null=True)),
                ("promised_days", models.PositiveSmallIntegerField()),
                (
                    "day_type",
                    models.CharField(
                        choices=[("working", "working days"), ("calendar", "calendar days")], max_length=10
                    ),
                ),
                (
                    "documents_en",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), size=None),
                ),
                (
                    "documents_zh_hans",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), size=None),
                ),
                ("body_en", models.CharField(max_length=200)),
                ("body_zh_hans", models.CharField(max_length=200)),
                ("basis_en", models.CharField(max_length=200)),
                ("basis_zh_hans", models.CharField(max_length=200)),
                (
                    "mark",
                    models.CharField(
                        choices=[
                            ("recalled", "recalled from law, not checked against the text"),
                            ("demo", "invented for the demonstration"),
                        ],
                        max_length=20,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("statutory_days__isnull", True),
                            ("promised_days__lte", models.F("statutory_days")),
                            _connector="OR",
                        ),
                        name="services_a_promise_stays_within_the_statutory_limit",
                        violation_error_message="The promised limit may not be longer than the statutory one.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("submission_key", models.UUIDField()),
                (
                    "subject",
                    models.CharField(
                        max_length=120, validators=[services.plain_text.check_printable], verbose_name="subject"
                    ),
                ),
                (
                    "description",
                    models.CharField(
                        blank=True,
                        max_length=4000,
                        validators=[services.plain_text.check_printable],
                        verbose_name="description",
                    ),
                ),
                (
                    "contact",
                    models.CharField(
                        max_length=120, validators=[services.plain_text.check_printable], verbose_name="contact"
                    ),
                ),
                ("promised_days", models.PositiveSmallIntegerField()),
                ("statutory_days", models.PositiveSmallIntegerField(null=True)),
                (
                    "day_type",
                    models.CharField(
                        choices=[("working", "working days"), ("calendar", "calendar days")], max_length=10
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("submitted", "Waits for acceptance"),
                            ("accepted", "In hand"),
                            ("decided", "Decided"),
                            ("not_accepted", "Not accepted"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="submitted",
                        max_length=20,
                    ),
                ),
                ("submitted_at", models.DateTimeField()),
                ("answer_due_date", models.DateField()),
                ("accepted_on", models.DateField(null=True)),
                ("due_date", models.DateField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True, choices=[("granted", "Granted"), ("refused", "Refused")], max_length=10
                    ),
                ),
                (
                    "decision_reason",
                    models.CharField(
                        blank=True,
                        max_length=2000,
                        validators=[services.plain_text.check_printable],
                        verbose_name="reason",
                    ),
                ),
                (
                    "decision_number",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[services.plain_text.check_printable],
                        verbose_name="document number",
                    ),
                ),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="enterprises.enterprise"
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="parks.park"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="services.serviceitem"
                    ),
                ),
            ],
            options={
                "permissions": [
                    ("request_case", "May ask for a service in the enterprise's name"),
                    ("handle_case", "May accept a case, refuse to accept it, and decide it"),
                    ("withdraw_case", "May withdraw a case before it is accepted"),
                    ("rate_case", "May rate how a case was handled"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (5, "very satisfied"),
                            (4, "satisfied"),
                            (3, "basically satisfied"),
                            (2, "dissatisfied"),
                            (1, "very dissatisfied"),
                        ]
                    ),
                ),
                (
                    "comment",
                    models.CharField(
                        blank=True,
                        max_length=1000,
                        validators=[services.plain_text.check_printable],
                        verbose_name="comment",
                    ),
                ),
                ("rated_at", models.DateTimeField()),
                (
                    "case",
                    core.rowsecurity.fields.SameParkForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ratings", to="services.case"
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enterprises.enterprise"
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parks.park"),
                ),
                (
                    "rated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case",),
                        name="services_a_case_is_rated_once",
                        violation_error_message="This case has been rated already; a case is rated once.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 5)),
                        name="services_a_rating_is_one_to_five",
                        violation_error_message="Choose one of the five levels, 1 to 5.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level__gte", 3), models.Q(("comment", ""), _negated=True), _connector="OR"
                        ),
                        name="services_a_bad_rating_says_what_went_wrong",
                        violation_error_message="Say in a few words what went wrong, so that it can be put right.",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("park"),
                django.db.models.functions.comparison.Coalesce("due_date", "answer_due_date"),
                condition=models.Q(("status__in", ("submitted", "accepted"))),
                name="services_open_by_park",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("enterprise"),
                django.db.models.functions.comparison.Coalesce("due_date", "answer_due_date"),
                condition=models.Q(("status__in", ("submitted", "accepted"))),
                name="services_open_by_enterprise",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["park", "submitted_at"], name="services_cases_by_park"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                fields=("enterprise", "submission_key"),
                name="services_a_form_is_sent_once",
                violation_error_message="This form was sent already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("accepted_on__isnull", False),
                        ("due_date__gte", models.F("accepted_on")),
                        ("due_date__isnull", False),
                        ("status__in", ["accepted", "decided"]),
                    ),
                    models.Q(
                        ("accepted_on__isnull", True),
                        ("due_date__isnull", True),
                        ("status__in", ["submitted", "not_accepted", "withdrawn"]),
                    ),
                    _connector="OR",
                ),
                name="services_accepted_means_a_day_and_a_due_date",
                violation_error_message="An accepted case has its day of acceptance and a due date not before it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", False), ("status__in", ("decided", "not_accepted"))),
                    models.Q(
                        models.Q(("status__in", ("decided", "not_accepted")), _negated=True),
                        ("decided_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="services_answered_means_a_time_of_the_answer",
                violation_error_message="An answered case has the time of its answer, any other has none.",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision__in", ["granted", "refused"]), ("status", "decided")),
                    models.Q(models.Q(("status", "decided"), _negated=True), ("decision", ""), ("decision_number", "")),
                    _connector="OR",
                ),
                name="services_decided_means_granted_or_refused",
                violation_error_message="A decided case is granted or refused; only then it has a document number.",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "not_accepted"), ("decision", "refused"), _connector="OR"),
                    ("decision_reason", ""),
                    _negated=True,
                ),
                name="services_a_refusal_gives_its_reason",
                violation_error_message="A refusal gives its reason: whoever is affected will read it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision_number", ""), _negated=True),
                fields=("park", "decision_number"),
                name="services_a_park_uses_a_document_number_once",
                violation_error_message="This document number stands on another decision of the park already.",
            ),
        ),
    ]
