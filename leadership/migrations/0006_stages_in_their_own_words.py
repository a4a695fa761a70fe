from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("leadership", "0005_whether_she_is_young")]

    operations = [
        migrations.AddField(
            model_name="stagecriteria", name="names", field=models.JSONField(blank=True, default=dict)
        ),
    ]
