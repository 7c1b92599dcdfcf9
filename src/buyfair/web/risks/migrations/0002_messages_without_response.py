"""A message stands behind the event that wrote it, which tells its response; a column of its own said so twice."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    """Takes the column away."""

    dependencies = [("risks", "0001_risk_register")]

    operations = [migrations.RemoveField(model_name="message", name="response")]
