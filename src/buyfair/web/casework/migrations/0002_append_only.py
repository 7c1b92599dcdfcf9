"""The database itself refuses to change or delete what the ledger wrote."""

from django.db import migrations

from buyfair.web.casework.append_only import lay, lift


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_cases")]

    operations = [migrations.RunPython(lay, lift)]
