from __future__ import annotations

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from recert.statements.describing import together
from recert.statements.naming import Said, activities_in


def gather(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Describe each activity by the statements there are, one source after another."""
    statement = apps.get_model("statements", "Statement")
    known_activity = apps.get_model("statements", "KnownActivity")
    for source in statement.objects.order_by().values_list("source", flat=True).distinct():
        said: dict[str, Said] = {}
        contents = statement.objects.filter(source=source).order_by("pk")
        for content in contents.values_list("content", flat=True).iterator():
            for activity in activities_in(content):
                if activity.get("definition"):
                    before = said.get(activity["id"], {})
                    said[activity["id"]] = together(before, activity["definition"])
        known_activity.objects.bulk_create(
            [
                known_activity(source_id=source, activity=activity, definition=definition)
                for activity, definition in said.items()
            ]
        )


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0005_credit_in_part"),
        ("statements", "0003_keeping"),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownActivity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("activity", models.CharField(max_length=600)),
                ("definition", models.JSONField()),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.source",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="knownactivity",
            constraint=models.UniqueConstraint(
                fields=("source", "activity"), name="an_activity_once"
            ),
        ),
        migrations.RunPython(gather, migrations.RunPython.noop),
    ]
