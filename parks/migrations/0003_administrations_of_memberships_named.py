"""Memberships given before administrations were kept apart say which one they are."""

from django.db import migrations

# The owner is held by FORCE as everybody is; for this statement alone the table lets it through.
NAMED = """
ALTER TABLE parks_membership NO FORCE ROW LEVEL SECURITY;
UPDATE parks_membership SET duty = split_part(role.name, '_', 1)
  FROM auth_group role
 WHERE role.id = role_id
   AND role.name IN ('system_administrator', 'security_administrator', 'audit_administrator');
ALTER TABLE parks_membership FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("parks", "0002_memberships_dated_and_invited")]

    operations = [migrations.RunSQL(NAMED, migrations.RunSQL.noop)]
