from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("completions", "0007_deliveries"),
    ]

    operations = [
        migrations.AlterField(
            model_name="effect",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "To be decided"),
                    ("stands", "The renewal stands"),
                    ("reopened", "The renewal is open again"),
                    ("owed", "Credit is owed in the present cycle"),
                    ("audited", "It stands; noted for an audit"),
                    ("moot", "The correction was taken back"),
                ],
                default="open",
                max_length=10,
            ),
        ),
    ]
