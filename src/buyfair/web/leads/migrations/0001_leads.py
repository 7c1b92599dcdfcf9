"""The tables of leads: the two strings, the awards that carry them, every decision, and what was brought in when."""

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("casework", "0002_append_only"),
        ("core", "0002_sessions_and_records"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Lead",
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
                ("asked", models.TextField()),
                ("list_id", models.CharField(db_index=True, max_length=60)),
                ("party_key", models.TextField()),
                ("told", models.JSONField(default=list)),
                ("name", models.TextField()),
                ("listed", models.TextField()),
                ("met_as", models.TextField()),
                ("party", models.TextField()),
                ("edition", models.CharField(max_length=200)),
                (
                    "met",
                    models.CharField(
                        choices=[
                            ("number", "by an official number"),
                            ("name", "by its name"),
                            ("alias", "by another name on the list"),
                            ("known_as", "by a name known otherwise"),
                        ],
                        max_length=10,
                    ),
                ),
                ("score", models.DecimalField(decimal_places=3, max_digits=4)),
                ("why", models.TextField()),
                ("list_says", models.TextField(blank=True)),
                ("listed_since", models.DateField(null=True)),
                ("listed_until", models.DateField(null=True)),
                ("saw", models.JSONField(default=dict)),
                ("shows", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("awards", models.PositiveIntegerField(default=0)),
                ("dollars", models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ("news", models.TextField(blank=True)),
            ],
            bases=("casework.case",),
        ),
        migrations.CreateModel(
            name="Decided",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "said",
                    models.CharField(
                        choices=[
                            ("same_party", "same party"),
                            ("not_the_same", "not the same"),
                            ("cannot_tell", "cannot be told"),
                        ],
                        max_length=12,
                    ),
                ),
                ("by", models.CharField(max_length=200)),
                ("day", models.DateField()),
                ("why", models.TextField()),
                ("settles", models.TextField(blank=True)),
                ("source", models.CharField(max_length=4)),
                ("saw", models.JSONField(default=dict)),
                ("shows", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("stands", models.BooleanField(default=True)),
                ("second", models.CharField(blank=True, max_length=200)),
                ("second_why", models.TextField(blank=True)),
                ("second_on", models.DateField(null=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.event"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="leads.lead"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="OnAward",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("award_id", models.CharField(db_index=True, max_length=300)),
                ("role", models.CharField(max_length=20)),
                ("name", models.TextField()),
                ("country", models.CharField(blank=True, max_length=3)),
                ("also", models.TextField(blank=True)),
                ("numbers", models.TextField(blank=True)),
                ("listed_then", models.BooleanField(null=True)),
                ("score", models.DecimalField(decimal_places=3, max_digits=4)),
                ("why", models.TextField()),
                ("piid", models.TextField(blank=True)),
                ("agency", models.TextField(blank=True)),
                ("supplier", models.TextField(blank=True)),
                ("dollars", models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="on_awards", to="leads.lead"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Taken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("snapshot", models.CharField(max_length=255)),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                ("ways", models.PositiveIntegerField(default=0)),
                ("leads", models.PositiveIntegerField(default=0)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organization"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "snapshot"), name="leads_of_a_snapshot_once")
                ],
            },
        ),
    ]
