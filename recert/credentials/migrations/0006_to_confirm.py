from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("credentials", "0005_leave_as_a_clause"),
        ("people", "0003_birthdays"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="certification",
            name="credentials_body_id_0dd39d_idx",
        ),
        migrations.AddIndex(
            model_name="certification",
            index=models.Index(
                fields=["body", "register", "removed_at", "added_at"],
                name="certification_to_confirm",
            ),
        ),
    ]
