"""The database itself refuses to change or delete a checkpoint or a signature on one."""

from django.db import migrations

KEPT = ("checkpoint", "cosignature")
_SAYS = "checkpoints are only added"
SQLITE = [
    f"""CREATE TRIGGER audit_{table}_no_{what.lower()} BEFORE {what} ON audit_{table}
        BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"""
    for table in KEPT
    for what in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    f"""CREATE FUNCTION audit_refuse_checkpoint() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    *(
        f"""CREATE TRIGGER audit_{table}_kept BEFORE UPDATE OR DELETE ON audit_{table}
            FOR EACH ROW EXECUTE FUNCTION audit_refuse_checkpoint()"""
        for table in KEPT
    ),
    *(
        f"""CREATE TRIGGER audit_{table}_stays BEFORE TRUNCATE ON audit_{table}
            FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_checkpoint()"""
        for table in KEPT
    ),
]
UNDO = {
    "sqlite": [
        f"DROP TRIGGER audit_{table}_no_{what}" for table in KEPT for what in ("update", "delete")
    ],
    "postgresql": ["DROP FUNCTION audit_refuse_checkpoint() CASCADE"],
}


def _run(statements, schema_editor):
    for statement in statements:
        schema_editor.execute(statement)


def guard(apps, schema_editor):
    _run(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL, schema_editor)


def unguard(apps, schema_editor):
    _run(UNDO[schema_editor.connection.vendor], schema_editor)


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_checkpoints")]
    operations = [migrations.RunPython(guard, unguard)]
