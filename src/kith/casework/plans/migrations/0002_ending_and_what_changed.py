"""How a plan ended, and what had changed at each step up or down."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='plan',
            name='closing_family_view',
            field=models.TextField(blank=True, verbose_name='What the family thinks of it'),
        ),
        migrations.AddField(
            model_name='plan',
            name='closing_reason',
            field=models.CharField(blank=True, choices=[('goals_met', 'The family has what it wanted, or enough of it'), ('family_chose', 'The family chose to end it'), ('help_elsewhere', 'Help goes on with another service'), ('moved_away', 'The family moved away'), ('not_reached', 'The family could not be reached'), ('grown_up', 'The children have grown up'), ('other', 'Another reason')], max_length=14, verbose_name='Why it ended'),
        ),
        migrations.AddField(
            model_name='planevent',
            name='closing_family_view',
            field=models.TextField(blank=True, verbose_name='What the family thinks of it'),
        ),
        migrations.AddField(
            model_name='planevent',
            name='closing_reason',
            field=models.CharField(blank=True, choices=[('goals_met', 'The family has what it wanted, or enough of it'), ('family_chose', 'The family chose to end it'), ('help_elsewhere', 'Help goes on with another service'), ('moved_away', 'The family moved away'), ('not_reached', 'The family could not be reached'), ('grown_up', 'The children have grown up'), ('other', 'Another reason')], max_length=14, verbose_name='Why it ended'),
        ),
        migrations.AddField(
            model_name='plantier',
            name='what_changed',
            field=models.TextField(blank=True, verbose_name='What has changed'),
        ),
        migrations.AddField(
            model_name='plantierevent',
            name='what_changed',
            field=models.TextField(blank=True, verbose_name='What has changed'),
        ),
        migrations.AlterField(
            model_name='plan',
            name='closing_summary',
            field=models.TextField(blank=True, verbose_name='What changed, and how things are now'),
        ),
        migrations.AlterField(
            model_name='planevent',
            name='closing_summary',
            field=models.TextField(blank=True, verbose_name='What changed, and how things are now'),
        ),
    ]
