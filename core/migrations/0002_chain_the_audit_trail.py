import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="auditevent",
            name="proof",
            field=models.BinaryField(max_length=16, default=b""),
            preserve_default=False,
        ),
        # Which transaction wrote the row: no field of the model, so that nobody but the database ever fills it.
        migrations.RunSQL(
            "ALTER TABLE core_auditevent ADD COLUMN written_in xid8 NOT NULL DEFAULT pg_current_xact_id();"
            "CREATE INDEX core_audit_written_in ON core_auditevent (written_in);",
            "ALTER TABLE core_auditevent DROP COLUMN written_in",
        ),
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                ("sequence", models.BigIntegerField(primary_key=True, serialize=False)),
                ("event_id", models.UUIDField(unique=True)),
                ("link", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("only_row", models.BooleanField(default=True, primary_key=True, serialize=False)),
                ("chain", models.UUIDField(default=uuid.uuid4)),
                ("sequence", models.BigIntegerField(default=0)),
                ("link", models.BinaryField(max_length=32)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("only_row", True)),
                        name="core_the_chain_has_one_end",
                        violation_error_message="The chain has one end.",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE core_audithead ADD COLUMN linked_below xid8 NOT NULL DEFAULT '0'",
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("chain", models.UUIDField()),
                ("day", models.DateField(unique=True)),
                ("made_at", models.DateTimeField()),
                ("last_sequence", models.BigIntegerField()),
                ("count", models.BigIntegerField()),
                ("merkle_root", models.CharField(max_length=64)),
                ("last_link", models.CharField(max_length=64)),
                ("previous", models.CharField(max_length=64)),
                ("public_key", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=128)),
            ],
        ),
    ]
