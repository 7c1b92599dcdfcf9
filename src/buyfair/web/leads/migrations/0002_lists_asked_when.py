"""As of which day the lists were asked when leads were brought in, and which editions had been brought by then."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("leads", "0001_leads")]

    operations = [
        migrations.AddField(model_name="taken", name="asked", field=models.DateField(null=True)),
        migrations.AddField(model_name="taken", name="editions", field=models.CharField(blank=True, max_length=64)),
    ]
