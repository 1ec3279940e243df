from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_appearance_and_invitations")]

    operations = [
        migrations.AddField(
            model_name="body",
            name="logo_mark",
            field=models.CharField(blank=True, max_length=8, default=""),
            preserve_default=False,
        ),
    ]
