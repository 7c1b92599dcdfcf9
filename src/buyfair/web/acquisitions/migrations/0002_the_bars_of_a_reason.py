"""The reason to go on with an open bar is kept with the bars that it was written of."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the bars; of reasons written before, nobody can say which they were of."""

    dependencies = [("acquisitions", "0001_planned_purchases")]

    operations = [migrations.AddField("acquisition", "gone_on", models.JSONField(default=dict))]
