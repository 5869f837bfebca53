"""The database itself refuses to change or delete a lot as it was drawn."""

from django.db import migrations

_SAYS = "lots are only added"
SQLITE = [
    f"""CREATE TRIGGER programme_lot_no_{what.lower()} BEFORE {what} ON programme_lot
        BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"""
    for what in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    f"""CREATE FUNCTION programme_lot_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER programme_lot_no_change BEFORE UPDATE OR DELETE ON programme_lot
       FOR EACH ROW EXECUTE FUNCTION programme_lot_refuse()""",
    # TRUNCATE fires no row trigger.
    """CREATE TRIGGER programme_lot_no_truncate BEFORE TRUNCATE ON programme_lot
       FOR EACH STATEMENT EXECUTE FUNCTION programme_lot_refuse()""",
]
UNDO = {
    "sqlite": [
        "DROP TRIGGER programme_lot_no_update",
        "DROP TRIGGER programme_lot_no_delete",
    ],
    "postgresql": ["DROP FUNCTION programme_lot_refuse() CASCADE"],
}


def _run(statements, schema_editor):
    for statement in statements:
        schema_editor.execute(statement)


def guard(apps, schema_editor):
    _run(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL, schema_editor)


def unguard(apps, schema_editor):
    _run(UNDO[schema_editor.connection.vendor], schema_editor)


class Migration(migrations.Migration):
    dependencies = [("programme", "0003_resources")]
    operations = [migrations.RunPython(guard, unguard)]
