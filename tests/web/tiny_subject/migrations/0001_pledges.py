"""Pledges: the columns that are theirs alone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("casework", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pledge",
            fields=[
                (
                    "case_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="casework.case",
                    ),
                ),
                ("site", models.CharField(max_length=200)),
                ("workers", models.PositiveIntegerField(null=True)),
                ("dollars", models.DecimalField(decimal_places=2, max_digits=15, null=True)),
            ],
            bases=("casework.case",),
        ),
    ]
