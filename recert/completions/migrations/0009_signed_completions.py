import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0005_credit_in_part"),
        ("completions", "0008_noted_for_an_audit"),
    ]

    operations = [
        migrations.AlterField(
            model_name="report",
            name="way",
            field=models.CharField(
                choices=[
                    ("desk", "Class list"),
                    ("mending", "Correction"),
                    ("file", "File"),
                    ("api", "API"),
                    ("xapi", "xAPI"),
                    ("webhook", "Webhook"),
                    ("claim", "Claimed at the class"),
                    ("attendance", "Attendance"),
                    ("signed", "Signed elsewhere"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kid", models.CharField(max_length=43, unique=True)),
                ("jwk", models.JSONField()),
                ("sealed", models.TextField(blank=True)),
                ("signs", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-made_at", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("signs", True)),
                        fields=("signs",),
                        name="one_key_signs",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PinnedKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kid", models.CharField(db_index=True, max_length=43)),
                ("jwk", models.JSONField()),
                ("pinned_at", models.DateTimeField()),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalogue.source",
                    ),
                ),
            ],
            options={
                "ordering": ("pinned_at", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("source", "kid"), name="a_key_pinned_once")
                ],
            },
        ),
    ]
