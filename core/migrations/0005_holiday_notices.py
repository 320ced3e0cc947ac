from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_attachments"),
    ]

    operations = [
        migrations.CreateModel(
            name="HolidayNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=80, verbose_name="number of the notice")),
                ("published_on", models.DateField(verbose_name="published on")),
                ("days", models.JSONField()),
                ("organisation_id", models.BigIntegerField()),
                ("loaded_at", models.DateTimeField()),
            ],
            options={
                "permissions": [("load_holiday_notice", "May load a notice on days off and make-up days")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("number",),
                        name="core_a_holiday_notice_is_loaded_once",
                        violation_error_message="A notice of this number is in force already.",
                    )
                ],
            },
        ),
    ]
