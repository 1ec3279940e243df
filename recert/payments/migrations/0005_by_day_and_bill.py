from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0004_tills_of_providers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["received_on"], name="payment_by_day"),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["invoice", "cents"], name="payment_by_bill"),
        ),
    ]
