"""The database itself refuses to change or delete what was announced."""

from django.db import migrations

_SAYS = "announcements are only added"
SQLITE = [
    f"""CREATE TRIGGER programme_announcement_no_{what.lower()} BEFORE {what} ON programme_announcement
        BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"""
    for what in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    f"""CREATE FUNCTION programme_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER programme_announcement_no_change BEFORE UPDATE OR DELETE ON programme_announcement
       FOR EACH ROW EXECUTE FUNCTION programme_refuse()""",
    # TRUNCATE fires no row trigger.
    """CREATE TRIGGER programme_announcement_no_truncate BEFORE TRUNCATE ON programme_announcement
       FOR EACH STATEMENT EXECUTE FUNCTION programme_refuse()""",
]
UNDO = {
    "sqlite": [
        "DROP TRIGGER programme_announcement_no_update",
        "DROP TRIGGER programme_announcement_no_delete",
    ],
    "postgresql": ["DROP FUNCTION programme_refuse() CASCADE"],
}


def _run(statements, schema_editor):
    for statement in statements:
        schema_editor.execute(statement)


def guard(apps, schema_editor):
    _run(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL, schema_editor)


def unguard(apps, schema_editor):
    _run(UNDO[schema_editor.connection.vendor], schema_editor)


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_first")]
    operations = [migrations.RunPython(guard, unguard)]
