import uuid

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('common', '0012_letters'),
        ('documents', '0012_correspondence'),
        ('people', '0013_inspector'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalInspection',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(default=1, editable=False, verbose_name='revision')),
                ('who', models.CharField(help_text='The organisation.', max_length=200, verbose_name='who inspects')),
                ('inspectors', models.TextField(blank=True, help_text='One a line: surname, given name, then the position after a comma.', verbose_name='inspectors')),
                ('basis', models.CharField(help_text='The order or the letter, its number and date.', max_length=300, verbose_name='basis')),
                ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='from')),
                ('until', models.DateField(default=django.utils.timezone.localdate, verbose_name='to')),
                ('parts', models.JSONField(default=list, verbose_name='what is shown')),
                ('shows_top', models.BooleanField(default=False, help_text='The director decides.', verbose_name='also what only top management reads')),
                ('trail_since', models.DateField(blank=True, null=True, verbose_name='journal from')),
                ('trail_until', models.DateField(blank=True, null=True, verbose_name='journal to')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('open', 'Under way'), ('closed', 'Closed')], default='planned', editable=False, max_length=10, verbose_name='state')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='entered')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='closed')),
                ('outcome', models.TextField(blank=True, editable=False, verbose_name='what was found')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.person', verbose_name='entered by')),
            ],
            options={
                'verbose_name': 'historical inspection',
                'verbose_name_plural': 'historical inspections',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(default=1, editable=False, verbose_name='revision')),
                ('who', models.CharField(help_text='The organisation.', max_length=200, verbose_name='who inspects')),
                ('inspectors', models.TextField(blank=True, help_text='One a line: surname, given name, then the position after a comma.', verbose_name='inspectors')),
                ('basis', models.CharField(help_text='The order or the letter, its number and date.', max_length=300, verbose_name='basis')),
                ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='from')),
                ('until', models.DateField(default=django.utils.timezone.localdate, verbose_name='to')),
                ('parts', models.JSONField(default=list, verbose_name='what is shown')),
                ('shows_top', models.BooleanField(default=False, help_text='The director decides.', verbose_name='also what only top management reads')),
                ('trail_since', models.DateField(blank=True, null=True, verbose_name='journal from')),
                ('trail_until', models.DateField(blank=True, null=True, verbose_name='journal to')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('open', 'Under way'), ('closed', 'Closed')], default='planned', editable=False, max_length=10, verbose_name='state')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='entered')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='closed')),
                ('outcome', models.TextField(blank=True, editable=False, verbose_name='what was found')),
                ('cases', models.ManyToManyField(blank=True, related_name='+', to='documents.nomenclatureitem', verbose_name='records of these cases')),
                ('made_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='entered by')),
                ('types', models.ManyToManyField(blank=True, help_text='None chosen: all types.', related_name='+', to='documents.documenttype', verbose_name='only these types of documents')),
            ],
            options={
                'ordering': ['-since', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='inspection_ends_after_it_begins', violation_error_message='The last day cannot be before the first.'), models.CheckConstraint(condition=models.Q(('trail_since', None), ('trail_until', None), ('trail_until__gte', models.F('trail_since')), _connector='OR'), name='inspection_trail_ends_after_it_begins', violation_error_message='The last day cannot be before the first.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', False), _connector='OR'), name='inspection_closed_says_when')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalInspectionAccess',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='given')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='ended')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('ended_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.person', verbose_name='ended by')),
                ('given_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.person', verbose_name='given by')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('inspection', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.inspection', verbose_name='inspection')),
            ],
            options={
                'verbose_name': 'historical inspection access',
                'verbose_name_plural': 'historical inspection accesss',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalInspection_types',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('documenttype', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.documenttype')),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='documents.historicalinspection')),
                ('inspection', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.inspection')),
            ],
            options={
                'verbose_name': 'HistoricalInspection_types',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalInspection_cases',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='documents.historicalinspection')),
                ('nomenclatureitem', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.nomenclatureitem')),
                ('inspection', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='documents.inspection')),
            ],
            options={
                'verbose_name': 'HistoricalInspection_cases',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='InspectionAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='given')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='ended')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('ended_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='ended by')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='given by')),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accesses', to='documents.inspection', verbose_name='inspection')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='inspects', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'ordering': ['-given_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_at__isnull', False), ('ended_by', None), _connector='OR'), name='inspection_access_ended_says_when')],
            },
        ),
        migrations.CreateModel(
            name='InspectionPackage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked')),
                ('parts', models.JSONField(default=list, verbose_name='what goes in')),
                ('shown', models.JSONField(default=dict, verbose_name='what is shown')),
                ('language', models.CharField(choices=[('ky', 'Kyrgyz'), ('ru', 'Russian'), ('en', 'English')], default='ky', max_length=2)),
                ('state', models.CharField(choices=[('waiting', 'Waits for the worker'), ('running', 'Being made'), ('ready', 'Ready'), ('failed', 'Not made'), ('gone', 'Deleted')], default='waiting', max_length=8, verbose_name='state')),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('told_at', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField(null=True, verbose_name='made')),
                ('fault', models.CharField(blank=True, max_length=300)),
                ('missing', models.JSONField(default=list, verbose_name='what is missing')),
                ('files', models.PositiveIntegerField(default=0, verbose_name='files')),
                ('size', models.PositiveBigIntegerField(default=0, verbose_name='size')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('blob', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='common.blob')),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packages', to='documents.inspection', verbose_name='inspection')),
            ],
            options={
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(('blob__isnull', False), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='inspection_package_ready_has_a_file'), models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'running'])), fields=('inspection',), name='inspection_package_one_under_way')],
            },
        ),
    ]
