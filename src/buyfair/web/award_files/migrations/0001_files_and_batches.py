"""The tables of award files, of batches of them, and of what was done."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0002_sessions_and_records'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AwardFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('name', models.CharField(max_length=120)),
                ('source', models.CharField(choices=[('upload', 'upload'), ('folder', 'folder')], max_length=10)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.BigIntegerField()),
                ('look', models.JSONField(default=dict)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='award_files', to='core.organization')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('same', models.CharField(max_length=64)),
                ('label', models.CharField(blank=True, max_length=80)),
                ('day', models.DateField(null=True)),
                ('show_at_once', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('stopped', 'stopped'), ('refused', 'refused'), ('failed', 'failed'), ('assessed', 'assessed')], default='waiting', max_length=10)),
                ('attempt', models.PositiveIntegerField(default=1)),
                ('job', models.CharField(blank=True, max_length=36)),
                ('stop_asked', models.BooleanField(default=False)),
                ('began', models.DateTimeField(null=True)),
                ('ended', models.DateTimeField(null=True)),
                ('seen', models.DateTimeField(null=True)),
                ('step', models.PositiveIntegerField(default=0)),
                ('says', models.CharField(blank=True, max_length=300)),
                ('problem', models.TextField(blank=True)),
                ('stages', models.JSONField(default=list)),
                ('figures', models.JSONField(default=dict)),
                ('checks', models.JSONField(default=list)),
                ('snapshot', models.CharField(blank=True, max_length=60)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('files', models.ManyToManyField(related_name='batches', to='award_files.awardfile')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='core.organization')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Deed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('brought', 'brought'), ('accepted', 'accepted'), ('stopped', 'stopped'), ('resumed', 'resumed'), ('assessed', 'assessed'), ('refused', 'refused'), ('failed', 'failed'), ('interrupted', 'interrupted'), ('shown', 'shown'), ('dropped', 'dropped')], max_length=12)),
                ('at', models.DateTimeField()),
                ('how', models.CharField(blank=True, max_length=60)),
                ('before', models.CharField(blank=True, max_length=60)),
                ('after', models.CharField(blank=True, max_length=60)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('done', models.BooleanField(default=True, null=True)),
                ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deeds', to='award_files.batch')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organization')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='awardfile',
            constraint=models.UniqueConstraint(fields=('organization', 'sha256'), name='a_content_once'),
        ),
        migrations.AddIndex(
            model_name='batch',
            index=models.Index(fields=['state'], name='batch_by_state'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'running'))), fields=('organization', 'same'), name='one_batch_of_the_same_files_under_way'),
        ),
        migrations.AddIndex(
            model_name='deed',
            index=models.Index(fields=['what', 'at'], name='deed_by_what'),
        ),
    ]
