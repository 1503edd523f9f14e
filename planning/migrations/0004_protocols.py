import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0012_letters'),
        ('people', '__first__'),
        ('planning', '0003_meetings'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalDissent',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('text', models.TextField(max_length=6000, verbose_name='dissenting opinion')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='given')),
                ('is_late', models.BooleanField(default=False, verbose_name='given after the signing')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='planning.meeting', verbose_name='meeting')),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.person', verbose_name='whose')),
            ],
            options={
                'verbose_name': 'historical dissent',
                'verbose_name_plural': 'historical dissents',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Dissent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('text', models.TextField(max_length=6000, verbose_name='dissenting opinion')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='given')),
                ('is_late', models.BooleanField(default=False, verbose_name='given after the signing')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dissents', to='planning.meeting', verbose_name='meeting')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='whose')),
            ],
            options={
                'ordering': ['given_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'person'), name='dissent_once_a_member')],
            },
        ),
        migrations.AddField(
            model_name='historicalmeeting',
            name='correction',
            field=models.CharField(blank=True, editable=False, max_length=500, verbose_name='what is corrected'),
        ),
        migrations.AddField(
            model_name='historicalmeeting',
            name='corrects',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='planning.meeting', verbose_name='corrects the protocol'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='correction',
            field=models.CharField(blank=True, editable=False, max_length=500, verbose_name='what is corrected'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='corrects',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='planning.meeting', verbose_name='corrects the protocol'),
        ),
    ]
