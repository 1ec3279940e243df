from django.db import migrations, models

IN_PART = [
    ("whole", "All or nothing"),
    ("time", "Part of the time earns its share"),
    ("subjects", "Each subject taken whole earns its share"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0004_found_in_the_catalogue"),
    ]

    operations = [
        migrations.AddField(
            model_name="courseapproval",
            name="in_part",
            field=models.CharField(blank=True, choices=IN_PART, max_length=10),
        ),
        migrations.AddField(
            model_name="courseapproval",
            name="least_minutes",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="providerapproval",
            name="in_part",
            field=models.CharField(blank=True, choices=IN_PART, max_length=10),
        ),
        migrations.AddField(
            model_name="providerapproval",
            name="least_minutes",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
    ]
