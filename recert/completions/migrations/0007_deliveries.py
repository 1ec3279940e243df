"""Signed messages of other systems, kept as they came until they are worked off."""

import django.db.models.deletion
from django.db import migrations, models

import recert.lib.public_ids


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_terms_of_approval"),
        ("completions", "0006_certificates_claims_and_attendance"),
    ]

    operations = [
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=recert.lib.public_ids.new_public_id,
                        editable=False,
                        max_length=24,
                        unique=True,
                    ),
                ),
                ("key", models.CharField(max_length=100)),
                ("sha256", models.CharField(max_length=64)),
                ("body", models.TextField(blank=True)),
                ("received_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("said", models.CharField(blank=True, max_length=300)),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="completions.report",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.source",
                    ),
                ),
            ],
            options={
                "ordering": ("-received_at", "-id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["id"],
                        name="delivery_to_work_off",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "key"), name="a_delivery_of_a_source_once"
                    )
                ],
            },
        ),
    ]
