import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0005_credit_in_part"),
    ]

    operations = [
        migrations.CreateModel(
            name="Alike",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rulebook", models.CharField(max_length=64, unique=True)),
                ("firsts", models.BinaryField()),
                ("many", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="FindableClass",
            fields=[
                (
                    "course_class",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="catalogue.courseclass",
                    ),
                ),
                ("starts_at", models.DateTimeField(null=True)),
                ("cents", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("country", models.CharField(max_length=2)),
                ("whereabouts", models.TextField()),
                (
                    "course",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalogue.course",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["course", "currency", "cents", "starts_at", "country"],
                        name="catalogue_offered",
                    ),
                    models.Index(fields=["starts_at", "course"], name="catalogue_when"),
                ],
            },
        ),
        migrations.RemoveIndex(model_name="findable", name="catalogue_by_title"),
        migrations.RemoveIndex(model_name="findable", name="catalogue_by_shape"),
        migrations.AlterField(
            model_name="findable",
            name="shape",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalogue.shape",
            ),
        ),
        migrations.AddIndex(
            model_name="findable",
            index=models.Index(
                condition=models.Q(("shown", True)),
                fields=["title", "id"],
                name="catalogue_by_title",
            ),
        ),
        migrations.AddIndex(
            model_name="findable",
            index=models.Index(
                condition=models.Q(("shown", True)),
                fields=[
                    "shape",
                    "course",
                    "provider",
                    "delivery",
                    "language",
                    "topics",
                    "bodies",
                ],
                name="catalogue_by_shape",
            ),
        ),
    ]
