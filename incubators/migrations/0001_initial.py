import django.contrib.postgres.fields.ranges
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Incubator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("name_zh_hans", models.CharField(max_length=200, verbose_name="Chinese name")),
                (
                    "incubator_class",
                    models.CharField(
                        choices=[("recognised", "recognised"), ("cultivating", "under cultivation")], max_length=20
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("mark", models.CharField(max_length=20)),
                ("source", models.CharField(blank=True, max_length=200)),
            ],
        ),
    ]
