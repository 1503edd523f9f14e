"""The database refuses to change or cut the journal and its seals."""

from django.db import migrations

from common import guard


def put_up(apps, schema_editor):
    guard.put_up(schema_editor.connection)


def take_down(apps, schema_editor):
    guard.take_down(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("common", "0003_seal")]

    operations = [migrations.RunPython(put_up, take_down)]
