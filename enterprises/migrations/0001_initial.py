import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import enterprises.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parks", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Enterprise",
            fields=[
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("name_zh_hans", models.CharField(max_length=200, verbose_name="Chinese name")),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="enterprise",
                        serialize=False,
                        to="parks.organisation",
                    ),
                ),
                (
                    "credit_code",
                    models.CharField(max_length=18, unique=True, validators=[enterprises.models.check_credit_code]),
                ),
                ("registered_on", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Residency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="residencies",
                        to="enterprises.enterprise",
                    ),
                ),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="residencies", to="parks.park"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["park", "enterprise"], name="enterprises_residency_park")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("enterprise", "="), ("period", "&&")],
                        name="enterprises_residencies_do_not_overlap",
                        violation_error_message="The enterprise already resides in a park in this period.",
                    )
                ],
            },
        ),
    ]
