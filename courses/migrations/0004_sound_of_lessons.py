import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0003_files_and_return_codes'),
        ('site', '0002_recordings'),
    ]

    operations = [
        migrations.CreateModel(
            name='LessonSounds',
            fields=[
                ('lesson', models.UUIDField(help_text='translation_key', primary_key=True, serialize=False)),
                ('data', models.JSONField(default=dict)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'sonidos de una lección',
                'verbose_name_plural': 'sonidos de las lecciones',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='BlockSound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lesson', models.UUIDField(help_text='translation_key of the lesson.')),
                ('block', models.UUIDField()),
                ('language', models.CharField(max_length=5)),
                ('reads_text', models.BooleanField(default=True, help_text='It says what the block says, which is its transcript; else the recording has one.')),
                ('recording', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='site.recording')),
            ],
            options={
                'verbose_name': 'sonido de lección',
                'verbose_name_plural': 'sonidos de lección',
                'constraints': [models.UniqueConstraint(fields=('lesson', 'block', 'language'), name='one_sound_per_block_and_language')],
            },
        ),
    ]
