"""An index for the search, where PostgreSQL has pg_trgm (a trusted extension since version 13).

Without it the search reads all rows: right, only slower. `manage.py doctor` says so.
"""

from django.db import migrations

INDEX = """
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm') THEN
        BEGIN
            CREATE EXTENSION IF NOT EXISTS pg_trgm;
            CREATE INDEX IF NOT EXISTS contacts_contact_search
                ON contacts_contact USING gin (search_text gin_trgm_ops);
        EXCEPTION WHEN insufficient_privilege OR undefined_object THEN
            RAISE NOTICE 'pg_trgm may not be created by this role: contacts are searched without';
        END;
    END IF;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial")]
    operations = [
        migrations.RunSQL(INDEX, "DROP INDEX IF EXISTS contacts_contact_search"),
    ]
