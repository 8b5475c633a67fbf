"""Nothing in the audit is changed or taken away, whoever asks the database: triggers refuse, on both kinds."""

from django.db import migrations

TABLES = ("audit_auditrow", "audit_auditsubject")
IN_THE_WAY = {
    "audit_auditrow": "seq = NEW.seq OR once = NEW.once",
    "audit_auditsubject": "subject = NEW.subject AND row_id = NEW.row_id",
}


def add(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$"
        )
    for table in TABLES:
        if vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()"
            )
        else:
            for act in ("UPDATE", "DELETE"):
                schema_editor.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"
                )
            # REPLACE takes a row that is in its way out without asking the trigger on DELETE.
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
                f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {IN_THE_WAY[table]}) "
                "BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"
            )


def remove(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        if vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_kept ON {table}")
            schema_editor.execute(f"DROP TRIGGER {table}_not_emptied ON {table}")
        else:
            for act in ("update", "delete", "replace"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_{act}")
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION audit_is_append_only()")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
