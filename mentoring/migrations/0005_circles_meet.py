import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("mentoring", "0004_rounds_are_published_by_the_worker"),
    ]

    operations = [
        migrations.AddField(
            model_name="circleseat",
            name="keeps_notes",
            field=models.BooleanField(default=False, help_text="She keeps the notes after the end."),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="pairing",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="meetings",
                to="mentoring.pairing",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="circle",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="meetings",
                to="mentoring.mentoringcircle",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="present",
            field=models.ManyToManyField(
                help_text="Of a circle: who was there.", related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("circle", None), ("pairing__isnull", False)),
                    models.Q(("circle__isnull", False), ("pairing", None)),
                    _connector="OR",
                ),
                name="a_meeting_is_of_a_pair_or_a_circle",
            ),
        ),
        migrations.AlterField(
            model_name="privatenote",
            name="pairing",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="private_notes",
                to="mentoring.pairing",
            ),
        ),
        migrations.AddField(
            model_name="privatenote",
            name="circle",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="private_notes",
                to="mentoring.mentoringcircle",
            ),
        ),
    ]
