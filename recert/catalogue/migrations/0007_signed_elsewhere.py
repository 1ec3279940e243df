from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0006_found_at_fifty_thousand"),
    ]

    operations = [
        migrations.AlterField(
            model_name="source",
            name="kind",
            field=models.CharField(
                choices=[
                    ("api", "Completions API"),
                    ("xapi", "xAPI statements"),
                    ("webhook", "Signed webhook"),
                    ("signed", "Completions signed elsewhere"),
                ],
                max_length=10,
            ),
        ),
    ]
