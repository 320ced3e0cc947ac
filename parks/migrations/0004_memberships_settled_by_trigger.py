"""A membership's role belongs to its kind of organisation, and its administration is the role's: the database says so."""

from django.db import migrations

SETTLE = """
CREATE FUNCTION parks_settle_membership() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    home record;
BEGIN
    SELECT role.kind, role.duty, role.kind = body.kind AS fits INTO home
      FROM public.parks_rolehome role, public.parks_organisation body
     WHERE role.role_id = NEW.role_id AND body.id = NEW.organisation_id;
    IF home.fits IS DISTINCT FROM true THEN
        RAISE EXCEPTION 'this role is not held in this kind of organisation'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'parks_a_role_is_held_in_its_kind_of_organisation';
    END IF;
    NEW.duty := home.duty;
    RETURN NEW;
END $$;
CREATE TRIGGER parks_settle_membership BEFORE INSERT OR UPDATE OF role_id, organisation_id, duty ON parks_membership
    FOR EACH ROW EXECUTE FUNCTION parks_settle_membership();
"""
UNSETTLE = """
DROP TRIGGER parks_settle_membership ON parks_membership;
DROP FUNCTION parks_settle_membership();
"""


class Migration(migrations.Migration):
    dependencies = [("parks", "0003_administrations_of_memberships_named")]

    operations = [migrations.RunSQL(SETTLE, UNSETTLE)]
