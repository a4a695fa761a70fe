import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="pairing",
            name="mentee_keeps",
            field=models.BooleanField(default=False, help_text="She keeps the notes after the end."),
        ),
        migrations.AddField(
            model_name="pairing",
            name="mentor_keeps",
            field=models.BooleanField(default=False, help_text="She keeps the notes after the end."),
        ),
        migrations.AlterField(
            model_name="pairing",
            name="meetings_count",
            field=models.PositiveIntegerField(default=0, help_text="Days on which they met."),
        ),
        migrations.RemoveField(model_name="privatenote", name="kept"),
        migrations.AddField(
            model_name="privatenote",
            name="pairing",
            field=models.ForeignKey(
                default=None,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="private_notes",
                to="mentoring.pairing",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="privatenote",
            name="meeting",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="private_notes",
                to="mentoring.meeting",
            ),
        ),
    ]
