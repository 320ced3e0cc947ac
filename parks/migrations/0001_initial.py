import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name="District",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("name_zh_hans", models.CharField(max_length=200, verbose_name="Chinese name")),
                ("code", models.CharField(max_length=6, unique=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LayoutEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("name_zh_hans", models.CharField(max_length=200, verbose_name="Chinese name")),
                ("version", models.CharField(max_length=10)),
                ("group", models.CharField(max_length=2)),
                ("code", models.CharField(max_length=40)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "code"),
                        name="parks_layout_code_is_unique",
                        violation_error_message="This code is taken in this version of the layout.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Park",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("name_zh_hans", models.CharField(max_length=200, verbose_name="Chinese name")),
                ("code", models.CharField(max_length=4, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("core", "core"),
                            ("development_zone", "development zone"),
                            ("urban", "urban"),
                            ("suburban", "suburban"),
                        ],
                        max_length=20,
                    ),
                ),
                ("area_km2", models.DecimalField(decimal_places=2, max_digits=8, null=True)),
                ("area_note", models.CharField(blank=True, max_length=200)),
                ("valid_from", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
                ("mark", models.CharField(max_length=20)),
                ("source", models.CharField(max_length=200)),
                (
                    "lead_district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="led_parks", to="parks.district"
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="parks.park",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("name_zh_hans", models.CharField(max_length=200, verbose_name="Chinese name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("zone", "the zone's municipal office"),
                            ("department", "municipal department"),
                            ("district", "district department"),
                            ("park", "park management organisation"),
                            ("operator", "operating organisation"),
                            ("incubator", "incubator"),
                            ("provider", "service provider"),
                            ("enterprise", "enterprise"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisations",
                        to="parks.district",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="parks.organisation",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisations",
                        to="parks.park",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ParkIndustry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("name_zh_hans", models.CharField(max_length=200, verbose_name="Chinese name")),
                (
                    "industry_class",
                    models.CharField(
                        choices=[
                            ("leading", "leading industry"),
                            ("characteristic", "characteristic industry"),
                            ("future", "future industry"),
                        ],
                        max_length=20,
                    ),
                ),
                ("slot", models.PositiveSmallIntegerField(null=True)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("mark", models.CharField(max_length=20)),
                ("source", models.CharField(blank=True, max_length=200)),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="industries", to="parks.park"
                    ),
                ),
            ],
            options={
                "permissions": [("declare_industry", "May declare and end a park's industries")],
            },
        ),
        migrations.CreateModel(
            name="ParkIndustryLayout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="parks.layoutentry")),
                ("industry", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="parks.parkindustry")),
            ],
        ),
        migrations.AddField(
            model_name="parkindustry",
            name="layout_entries",
            field=models.ManyToManyField(
                related_name="park_industries", through="parks.ParkIndustryLayout", to="parks.layoutentry"
            ),
        ),
        migrations.CreateModel(
            name="Plot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("name_zh_hans", models.CharField(max_length=200, verbose_name="Chinese name")),
                ("area_km2", models.DecimalField(decimal_places=2, max_digits=8, null=True)),
                ("valid_from", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
                ("mark", models.CharField(max_length=20)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plots", to="parks.district"
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plots", to="parks.park"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ObjectGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_pk", models.CharField(max_length=255, verbose_name="object ID")),
                ("until", models.DateTimeField()),
                (
                    "content_type",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="contenttypes.contenttype"),
                ),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                (
                    "granted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="object_grants",
                        to="parks.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["content_type", "object_pk"], name="parks_objec_content_189616_idx")],
                "unique_together": {("user", "permission", "object_pk")},
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateTimeField()),
                ("valid_until", models.DateTimeField(null=True)),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="auth.group"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="parks.organisation"
                    ),
                ),
            ],
            options={
                "permissions": [("manage_memberships", "May invite people and end memberships")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_until__isnull", True)),
                        fields=("user", "role", "organisation"),
                        name="parks_one_open_membership_a_role",
                        violation_error_message="This person holds the role here already.",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="park",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True),
                    ("valid_from__isnull", True),
                    ("valid_to__gt", models.F("valid_from")),
                    _connector="OR",
                ),
                name="parks_park_ends_after_it_begins",
                violation_error_message="A park ends after the day it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="park",
            constraint=models.CheckConstraint(
                condition=models.Q(("successor__isnull", True), ("valid_to__isnull", False), _connector="OR"),
                name="parks_park_successor_needs_an_end",
                violation_error_message="A park with a successor has an end date.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "zone")),
                fields=("kind",),
                name="parks_there_is_one_zone",
                violation_error_message="There is one zone.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("kind", "park"), _negated=True), ("park__isnull", False), _connector="OR"),
                name="parks_a_park_organisation_names_its_park",
                violation_error_message="A park's management organisation names its park.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "district"), _negated=True), ("district__isnull", False), _connector="OR"
                ),
                name="parks_a_district_organisation_names_its_district",
                violation_error_message="A district's department names its district.",
            ),
        ),
        migrations.AddConstraint(
            model_name="parkindustry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("industry_class", "leading"), ("slot__gte", 1), ("slot__isnull", False), ("slot__lte", 3)
                    ),
                    models.Q(models.Q(("industry_class", "leading"), _negated=True), ("slot__isnull", True)),
                    _connector="OR",
                ),
                name="parks_only_leading_industries_hold_a_slot_of_three",
                violation_error_message="A park has at most three leading industries.",
            ),
        ),
        migrations.AddConstraint(
            model_name="parkindustry",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("slot__isnull", False)),
                expressions=[("park", "="), ("slot", "="), ("period", "&&")],
                name="parks_at_most_three_leading_industries_at_a_time",
                violation_error_message="A park has at most three leading industries.",
            ),
        ),
    ]
