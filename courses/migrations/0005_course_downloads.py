import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("courses", "0004_sound_of_lessons"),
    ]

    operations = [
        migrations.CreateModel(
            name="CourseDownload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("course", models.UUIDField(help_text="translation_key")),
                ("language", models.CharField(max_length=5)),
                ("made_of", models.CharField(max_length=16)),
                ("files", models.JSONField(default=list, help_text="[{u: url, b: bytes, h: sha256, k: kind}]")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "curso para llevar",
                "verbose_name_plural": "cursos para llevar",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("course", "language"), name="one_download_per_course_and_language"
                    )
                ],
            },
        ),
    ]
