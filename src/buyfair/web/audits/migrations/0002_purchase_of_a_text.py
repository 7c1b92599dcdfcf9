"""A contract text may be that of a planned purchase."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the number of the purchase."""

    dependencies = [("audits", "0001_contract_texts")]

    operations = [
        migrations.AddField("contracttext", "purchase", models.CharField(blank=True, db_index=True, default="", max_length=30),
                            preserve_default=False),
    ]  # fmt: skip
