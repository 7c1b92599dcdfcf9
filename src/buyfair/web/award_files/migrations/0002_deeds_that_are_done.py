"""The record of deeds knows those that are done: that files were brought was never one."""

from __future__ import annotations

from django.db import migrations, models

WHAT = ("accepted", "stopped", "resumed", "assessed", "refused", "failed", "interrupted", "shown", "dropped")


class Migration(migrations.Migration):
    """Changes no row."""

    dependencies = [("award_files", "0001_files_and_batches")]

    operations = [
        migrations.AlterField(
            model_name="deed",
            name="what",
            field=models.CharField(choices=[(what, what) for what in WHAT], max_length=12),
        ),
    ]
