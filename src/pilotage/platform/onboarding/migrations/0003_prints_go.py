from django.db import migrations, models


def forget_prints(apps, schema_editor):
    """Papers that are gone already lose their fingerprint too."""
    rows = apps.get_model("onboarding", "Paper").objects
    rows.filter(removed_at__isnull=False).update(print="")


class Migration(migrations.Migration):
    dependencies = [("onboarding", "0002_intake")]

    operations = [
        migrations.AlterField(
            model_name="paper",
            name="print",
            field=models.CharField(blank=True, db_index=True, max_length=64),
        ),
        migrations.RunPython(forget_prints, migrations.RunPython.noop),
    ]
