"""The database itself refuses to change, delete or add to a document or an entry, and to mix currencies in one."""

from django.db import migrations

KEPT = (
    "entry",
    "transfer",
    "invoice",
    "invoiceline",
    "creditnote",
    "payment",
    "servicecredit",
    "servicecreditline",
    "creditreversal",
)
_FITS = """
    SELECT COUNT(*) FROM billing_account a JOIN billing_entry e ON e.id = NEW.entry_id
    WHERE a.id IN (NEW.debit_id, NEW.credit_id)
      AND a.currency = NEW.currency AND a.contract_id = e.contract_id
"""
_SAYS = "a transfer is between two accounts of one contract in one currency"
_KEEPS = "billing documents are only added"
# Lines are numbered from one, each number once; the document said how many there are.
_PARTS = {
    "transfer": "(SELECT size FROM billing_entry WHERE id = NEW.entry_id) < NEW.position",
    "invoiceline": "(SELECT size FROM billing_invoice WHERE id = NEW.invoice_id) < NEW.position",
    # Sums are compared with room for SQLite's binary fractions, a two-hundredth of the least unit.
    "servicecreditline": """(SELECT COALESCE(SUM(amount), 0) FROM billing_servicecreditline
        WHERE credit_id = NEW.credit_id) + NEW.amount
        > (SELECT amount FROM billing_servicecredit WHERE id = NEW.credit_id) + 0.0000005""",
}
_WHOLE = "an issued document is whole"
# An account's currency and contract are what its transfers rest on.
_ACCOUNT = "an account keeps its contract and currency"

SQLITE = [
    *(
        f"""CREATE TRIGGER billing_{table}_no_{what.lower()} BEFORE {what} ON billing_{table}
            BEGIN SELECT RAISE(ABORT, '{_KEEPS}'); END"""
        for table in KEPT
        for what in ("UPDATE", "DELETE")
    ),
    *(
        f"""CREATE TRIGGER billing_{table}_whole BEFORE INSERT ON billing_{table}
            WHEN {too_much} BEGIN SELECT RAISE(ABORT, '{_WHOLE}'); END"""
        for table, too_much in _PARTS.items()
    ),
    f"""CREATE TRIGGER billing_transfer_fits BEFORE INSERT ON billing_transfer
        WHEN ({_FITS}) <> 2 BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END""",
    f"""CREATE TRIGGER billing_account_no_update BEFORE UPDATE ON billing_account
        BEGIN SELECT RAISE(ABORT, '{_ACCOUNT}'); END""",
]
POSTGRESQL = [
    f"""CREATE FUNCTION billing_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_KEEPS}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE FUNCTION billing_fits() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
          IF ({_FITS}) <> 2 THEN
            RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation';
          END IF;
          RETURN NEW;
        END $$""",
    *(
        f"""CREATE TRIGGER billing_{table}_kept BEFORE UPDATE OR DELETE ON billing_{table}
            FOR EACH ROW EXECUTE FUNCTION billing_refuse()"""
        for table in KEPT
    ),
    *(
        f"""CREATE TRIGGER billing_{table}_stays BEFORE TRUNCATE ON billing_{table}
            FOR EACH STATEMENT EXECUTE FUNCTION billing_refuse()"""
        for table in KEPT
    ),
    *(
        f"""CREATE FUNCTION billing_{table}_whole() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN
              IF {too_much} THEN
                RAISE EXCEPTION '{_WHOLE}' USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              RETURN NEW;
            END $$"""
        for table, too_much in _PARTS.items()
    ),
    *(
        f"""CREATE TRIGGER billing_{table}_whole BEFORE INSERT ON billing_{table}
            FOR EACH ROW EXECUTE FUNCTION billing_{table}_whole()"""
        for table in _PARTS
    ),
    """CREATE TRIGGER billing_transfer_fits BEFORE INSERT ON billing_transfer
       FOR EACH ROW EXECUTE FUNCTION billing_fits()""",
    """CREATE TRIGGER billing_account_kept BEFORE UPDATE ON billing_account
       FOR EACH ROW EXECUTE FUNCTION billing_refuse()""",
]
UNDO = {
    "sqlite": [
        *(
            f"DROP TRIGGER billing_{table}_no_{what}"
            for table in KEPT
            for what in ("update", "delete")
        ),
        *(f"DROP TRIGGER billing_{table}_whole" for table in _PARTS),
        "DROP TRIGGER billing_transfer_fits",
        "DROP TRIGGER billing_account_no_update",
    ],
    "postgresql": [
        "DROP FUNCTION billing_refuse() CASCADE",
        "DROP FUNCTION billing_fits() CASCADE",
        *(f"DROP FUNCTION billing_{table}_whole() CASCADE" for table in _PARTS),
    ],
}


def _run(statements, schema_editor):
    for statement in statements:
        schema_editor.execute(statement)


def guard(apps, schema_editor):
    _run(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL, schema_editor)


def unguard(apps, schema_editor):
    _run(UNDO[schema_editor.connection.vendor], schema_editor)


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
