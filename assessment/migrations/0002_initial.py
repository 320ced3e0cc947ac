import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.rowsecurity.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("assessment", "0001_initial"),
        ("parks", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="figureentry",
            name="park",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parks.park"),
        ),
        migrations.AddField(
            model_name="finding",
            name="adjustment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="assessment.adjustment"
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="cycle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="assessment.cycle"
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="park",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="parks.park"
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="indicators", to="assessment.area"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="approved_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="assessment.plan"
            ),
        ),
        migrations.AddField(
            model_name="figuredefinition",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="figures", to="assessment.plan"
            ),
        ),
        migrations.AddField(
            model_name="cycle",
            name="plan",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="cycle", to="assessment.plan"
            ),
        ),
        migrations.AddField(
            model_name="area",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="assessment.plan"
            ),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="assessment.plan"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="cycle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="assessment.cycle"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="first_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="ladder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="assessment.ladder"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="park",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="parks.park"
            ),
        ),
        migrations.AddField(
            model_name="publishedrank",
            name="cycle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="published_ranks", to="assessment.cycle"
            ),
        ),
        migrations.AddField(
            model_name="publishedrank",
            name="park",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="published_ranks", to="parks.park"
            ),
        ),
        migrations.AddField(
            model_name="return",
            name="cycle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="assessment.cycle"
            ),
        ),
        migrations.AddField(
            model_name="return",
            name="park",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="parks.park"
            ),
        ),
        migrations.AddField(
            model_name="figureentry",
            name="annual_return",
            field=core.rowsecurity.fields.SameParkForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="assessment.return"
            ),
        ),
        migrations.AddField(
            model_name="rule",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="assessment.plan"
            ),
        ),
        migrations.AddField(
            model_name="run",
            name="cycle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="assessment.cycle"
            ),
        ),
        migrations.AddField(
            model_name="run",
            name="requested_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="assessment.run"
            ),
        ),
        migrations.AddField(
            model_name="cycle",
            name="released_run",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assessment.run"
            ),
        ),
        migrations.AddField(
            model_name="runresult",
            name="park",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="results", to="parks.park"
            ),
        ),
        migrations.AddField(
            model_name="runresult",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="results", to="assessment.run"
            ),
        ),
        migrations.AddField(
            model_name="standingevent",
            name="cycle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="standing_events", to="assessment.cycle"
            ),
        ),
        migrations.AddField(
            model_name="standingevent",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="standingevent",
            name="park",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="standing_events", to="parks.park"
            ),
        ),
        migrations.AddField(
            model_name="standingevent",
            name="proposal",
            field=core.rowsecurity.fields.SameParkForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="events", to="assessment.proposal"
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(
                fields=("park", "cycle", "adjustment"),
                name="assessment_one_line_an_adjustment",
                violation_error_message="This adjustment has its line for the park already; change its count.",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(("document_number", ""), _negated=True),
                name="assessment_a_finding_has_a_document",
                violation_error_message="A finding needs the number of its document.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_at__isnull", True),
                        ("approved_by__isnull", True),
                        ("content_hash", ""),
                        ("status", "draft"),
                    ),
                    models.Q(
                        ("approved_at__isnull", False),
                        ("status", "approved"),
                        models.Q(("content_hash", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="assessment_an_approved_plan_says_who_and_when_and_has_a_hash",
                violation_error_message="An approved plan carries its hash, who approved it and when.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("pass_line__gte", 0), ("pass_line__lte", 100)),
                name="assessment_a_pass_line_lies_between_0_and_100",
                violation_error_message="The pass line lies between 0 and 100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.UniqueConstraint(
                fields=("plan", "code"),
                name="assessment_indicator_code_is_unique_in_its_plan",
                violation_error_message="This code is taken in the plan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("direction__in", [1, -1])),
                name="assessment_an_indicator_points_up_or_down",
                violation_error_message="The direction is 1 or -1.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("post_low__isnull", True),
                    models.Q(("post_low", models.F("post_high")), _negated=True),
                    _connector="OR",
                ),
                name="assessment_goalposts_differ",
                violation_error_message="The two goalposts differ.",
            ),
        ),
        migrations.AddConstraint(
            model_name="figuredefinition",
            constraint=models.UniqueConstraint(
                fields=("plan", "code"),
                name="assessment_figuredefinition_code_is_unique_in_its_plan",
                violation_error_message="This code is taken in the plan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.UniqueConstraint(
                fields=("plan", "code"),
                name="assessment_area_code_is_unique_in_its_plan",
                violation_error_message="This code is taken in the plan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.UniqueConstraint(
                fields=("plan", "code"),
                name="assessment_adjustment_code_is_unique_in_its_plan",
                violation_error_message="This code is taken in the plan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="publishedrank",
            constraint=models.UniqueConstraint(
                fields=("park", "cycle"),
                name="assessment_one_published_rank_a_park_and_year",
                violation_error_message="This park's rank of the year is published already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.UniqueConstraint(
                fields=("park", "cycle"),
                name="assessment_one_return_a_park_and_year",
                violation_error_message="This park has its return for the year already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="figureentry",
            constraint=models.UniqueConstraint(
                fields=("park", "annual_return", "figure"),
                name="assessment_one_entry_a_figure",
                violation_error_message="This figure is entered already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="figureentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("missing", ""), ("value__isnull", False)),
                    models.Q(
                        ("value__isnull", True),
                        models.Q(("missing", ""), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="assessment_an_entry_is_a_value_or_says_why_there_is_none",
                violation_error_message="Enter a number, or say which kind of nothing it is and why.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rule",
            constraint=models.UniqueConstraint(
                fields=("plan", "code"),
                name="assessment_rule_code_is_unique_in_its_plan",
                violation_error_message="This code is taken in the plan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(
                fields=("cycle", "number"),
                name="assessment_runs_of_a_cycle_are_numbered",
                violation_error_message="Another run was started at the same moment; look at it first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("finished_at__isnull", True), models.Q(("inputs_sha256", ""), _negated=True), _connector="OR"
                ),
                name="assessment_a_finished_run_has_its_hash",
                violation_error_message="A finished run carries the hash of its inputs.",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "superseded"), _negated=True),
                fields=("park", "cycle", "ladder"),
                name="assessment_one_open_proposal_a_park_cycle_and_ladder",
                violation_error_message="This park has its proposal of the year already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "confirmed"), _negated=True),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        models.Q(("document_number", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="assessment_a_confirmed_proposal_names_person_time_and_document",
                violation_error_message="A confirmation names who, when and the document's number.",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("needs_human", True), ("status", "confirmed"), _negated=True),
                    models.Q(
                        ("first_by__isnull", False),
                        models.Q(("first_by", models.F("decided_by")), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="assessment_the_brake_needs_two_people_and_a_reason",
                violation_error_message="Where the draws do not agree, two coordinators confirm, with a reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(("cutoff_on__gt", models.F("opens_on"))),
                name="assessment_a_cycle_closes_after_it_opens",
                violation_error_message="The cut-off lies after the opening.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("released_at__isnull", True), ("released_run__isnull", True)),
                    models.Q(("released_at__isnull", False), ("released_run__isnull", False)),
                    _connector="OR",
                ),
                name="assessment_a_release_names_run_and_time",
                violation_error_message="A release names its run and its time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="runresult",
            constraint=models.UniqueConstraint(
                fields=("park", "run"),
                name="assessment_one_result_a_park_and_run",
                violation_error_message="This park has its result in the run already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="standingevent",
            constraint=models.UniqueConstraint(
                fields=("park", "cycle", "event"),
                name="assessment_an_event_happens_once_a_park_and_year",
                violation_error_message="This decision has been taken already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="standingevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("event", "rejected"), models.Q(("document_number", ""), _negated=True), _connector="OR"
                ),
                name="assessment_a_sanction_has_a_document",
                violation_error_message="A decision about standing needs the number of its document.",
            ),
        ),
    ]
