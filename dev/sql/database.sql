-- What the roles may do with the database itself. Run as a superuser, in the portal's database; running it again changes nothing.
-- Tables are granted one by one after each `manage.py migrate`.

REVOKE ALL ON DATABASE zhangjiang FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT CONNECT ON DATABASE zhangjiang TO zhangjiang_app, zhangjiang_backup;
