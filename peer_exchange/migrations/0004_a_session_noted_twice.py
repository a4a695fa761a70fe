import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("peer_exchange", "0003_outlines_and_who_is_on_a_step")]

    operations = [
        migrations.AddField(
            model_name="sessionlog",
            name="joined_into",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="The same session, noted by another woman: that one leads, this one is shown there.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="parts",
                to="peer_exchange.sessionlog",
            ),
        ),
    ]
