from hashlib import sha256

from django.db import migrations

from core.audit.content import canonical, moment, proof_of


def prove(apps, schema_editor):
    """Events written before the chain get the digest it asks for and the portal's proof."""
    table = apps.get_model("core", "AuditEvent")
    events = table.objects.using(schema_editor.connection.alias)
    names = [field.attname for field in table._meta.fields if field.attname not in ("digest", "proof")]
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditevent NO FORCE ROW LEVEL SECURITY")  # provision() forces it again
    proven = 0
    for event in events.all():
        content = {name: getattr(event, name) for name in names} | {"id": str(event.id), "at": moment(event.at)}
        digest = sha256(canonical(content).encode()).hexdigest()
        proven += events.filter(pk=event.pk).update(digest=digest, proof=proof_of(digest))
    if proven != events.count():
        raise RuntimeError("Some events of the audit were not reached; nothing was changed.")


class Migration(migrations.Migration):
    dependencies = [("core", "0002_chain_the_audit_trail")]

    operations = [migrations.RunPython(prove, migrations.RunPython.noop)]
