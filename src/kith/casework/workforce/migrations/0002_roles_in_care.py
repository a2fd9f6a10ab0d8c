"""The roles of personal adviser and adoption worker."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workforce', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='worker',
            name='role',
            field=models.CharField(choices=[('contact_officer', 'Contact officer'), ('family_help_practitioner', 'Family Help practitioner'), ('social_worker', 'Social worker'), ('team_manager', 'Team manager'), ('conference_chair', 'Conference chair'), ('independent_reviewing_officer', 'Independent reviewing officer'), ('personal_adviser', 'Personal adviser'), ('adoption_worker', 'Adoption worker'), ('placements_officer', 'Placements officer'), ('fostering_recruiter', 'Fostering recruiter'), ('virtual_school', 'Virtual school'), ('performance_analyst', 'Performance analyst'), ('director', 'Director'), ('administrator', 'Administrator'), ('auditor', 'Auditor'), ('partner', 'Partner: school or health')], max_length=30),
        ),
        migrations.AlterField(
            model_name='workerevent',
            name='role',
            field=models.CharField(choices=[('contact_officer', 'Contact officer'), ('family_help_practitioner', 'Family Help practitioner'), ('social_worker', 'Social worker'), ('team_manager', 'Team manager'), ('conference_chair', 'Conference chair'), ('independent_reviewing_officer', 'Independent reviewing officer'), ('personal_adviser', 'Personal adviser'), ('adoption_worker', 'Adoption worker'), ('placements_officer', 'Placements officer'), ('fostering_recruiter', 'Fostering recruiter'), ('virtual_school', 'Virtual school'), ('performance_analyst', 'Performance analyst'), ('director', 'Director'), ('administrator', 'Administrator'), ('auditor', 'Auditor'), ('partner', 'Partner: school or health')], max_length=30),
        ),
    ]
