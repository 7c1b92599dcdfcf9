"""A check counts what the text lacks beside the law against trafficking."""

from __future__ import annotations

import json
from typing import Any

from django.db import migrations, models


def counted(apps: Any, schema_editor: Any) -> None:
    """Counts it from each result that is kept; of one that was destroyed nothing is known, and nothing is counted."""
    checks = apps.get_model("audits", "Check").objects
    for pk, result in checks.exclude(result="").values_list("pk", "result").iterator(100):
        if beside := len(json.loads(result).get("beside", ())):
            checks.filter(pk=pk).update(beside=beside)


class Migration(migrations.Migration):
    """Adds both counts; what a package required besides is counted by the next check of a text."""

    dependencies = [("audits", "0002_purchase_of_a_text")]

    operations = [
        migrations.AddField("check", "beside", models.PositiveIntegerField(default=0)),
        migrations.AddField("check", "required", models.PositiveIntegerField(default=0)),
        migrations.RunPython(counted, migrations.RunPython.noop),
    ]
