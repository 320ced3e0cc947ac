from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # built while events go on being written

    dependencies = [("core", "0010_verifications_of_the_audit")]

    operations = [
        AddIndexConcurrently(
            model_name="auditevent",
            index=models.Index(fields=["-at", "-id"], name="core_audit_newest_first"),
        ),
    ]
