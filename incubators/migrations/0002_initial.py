import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("incubators", "0001_initial"),
        ("parks", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="incubator",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="incubator_lines", to="parks.organisation"
            ),
        ),
        migrations.AddField(
            model_name="incubator",
            name="park",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="incubators", to="parks.park"
            ),
        ),
        migrations.AddConstraint(
            model_name="incubator",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("organisation", "="), ("period", "&&")],
                name="incubators_an_incubator_holds_one_class_at_a_time",
                violation_error_message="The incubator already holds a class in this period; end that one first.",
            ),
        ),
    ]
