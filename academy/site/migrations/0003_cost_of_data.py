import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("site", "0002_recordings"),
    ]

    operations = [
        migrations.CreateModel(
            name="DataCost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "soles_per_mb",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        help_text="Lo que pagan las socias por sus megas. Un paquete de S/ 5 con 500 MB: 0.01. Vacío: no se dice.",
                        max_digits=6,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="soles por megabyte",
                    ),
                ),
            ],
            options={
                "verbose_name": "costo de los megas",
            },
        ),
    ]
