"""The tables of the people room."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import kith.casework.furniture.migrating
import kith.casework.people.models.name
import pghistory.utils
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_database_words'),
    ]

    operations = [
        kith.casework.furniture.migrating.CreateTables(
            tables=[migrations.CreateModel(
                name='Address',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('lines', models.CharField(max_length=200, verbose_name='Address')),
                    ('town', models.CharField(blank=True, max_length=80)),
                    ('postcode', models.CharField(blank=True, max_length=8)),
                    ('easting', models.PositiveIntegerField(blank=True, help_text='Metres, Ordnance Survey National Grid', null=True)),
                    ('northing', models.PositiveIntegerField(blank=True, help_text='Metres, Ordnance Survey National Grid', null=True)),
                    ('authority_code', models.CharField(blank=True, help_text='Office for National Statistics code', max_length=9)),
                    ('deprivation_decile', models.PositiveSmallIntegerField(blank=True, help_text='1 is the most deprived tenth of England (Indices of Deprivation 2025)', null=True)),
                ],
                options={
                    'verbose_name_plural': 'addresses',
                    'indexes': [models.Index(fields=['postcode'], name='address_postcode'), django.contrib.postgres.indexes.GinIndex(fields=['lines'], name='address_trigrams', opclasses=['gin_trgm_ops'])],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('easting__isnull', True), ('northing__isnull', True)), models.Q(('easting__isnull', False), ('northing__isnull', False)), _connector='OR'), name='address_grid_reference_is_whole')],
                },
            ), migrations.CreateModel(
                name='AddressEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='people.address')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('lines', models.CharField(max_length=200, verbose_name='Address')),
                    ('town', models.CharField(blank=True, max_length=80)),
                    ('postcode', models.CharField(blank=True, max_length=8)),
                    ('easting', models.PositiveIntegerField(blank=True, help_text='Metres, Ordnance Survey National Grid', null=True)),
                    ('northing', models.PositiveIntegerField(blank=True, help_text='Metres, Ordnance Survey National Grid', null=True)),
                    ('authority_code', models.CharField(blank=True, help_text='Office for National Statistics code', max_length=9)),
                    ('deprivation_decile', models.PositiveSmallIntegerField(blank=True, help_text='1 is the most deprived tenth of England (Indices of Deprivation 2025)', null=True)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Family',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(help_text="What the family calls itself, such as 'Okafor and Reid'", max_length=120)),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'verbose_name_plural': 'families',
                },
            ), migrations.CreateModel(
                name='FamilyEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='people.family')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('name', models.CharField(help_text="What the family calls itself, such as 'Okafor and Reid'", max_length=120)),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='NameWord',
                fields=[
                    ('word', models.TextField(primary_key=True, serialize=False)),
                    ('sound', models.TextField()),
                    ('people', models.PositiveIntegerField(default=0, help_text='Roughly how many names hold it, as last counted')),
                ],
                options={
                    'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['word'], name='name_word_trigrams', opclasses=['gin_trgm_ops']), models.Index(fields=['sound'], name='name_word_sound')],
                },
            ), migrations.CreateModel(
                name='Person',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('display_name', models.CharField(help_text="The name in use, kept from the person's names by the naming actions", max_length=200, verbose_name='Name')),
                    ('sex', models.CharField(choices=[('F', 'Female'), ('M', 'Male'), ('I', 'Indeterminate'), ('U', 'Unknown or unborn')], default='U', max_length=1)),
                    ('birth_date', models.DateField(blank=True, null=True, verbose_name='Date of birth')),
                    ('birth_date_is_estimated', models.BooleanField(default=False, verbose_name='Date of birth is an estimate')),
                    ('expected_birth_date', models.DateField(blank=True, null=True, verbose_name='Expected date of birth')),
                    ('death_date', models.DateField(blank=True, null=True, verbose_name='Date of death')),
                    ('restriction', models.CharField(choices=[('normal', 'Normal'), ('restricted', 'Restricted: the team and named workers only'), ('sealed', 'Sealed: named workers only')], default='normal', max_length=10)),
                    ('in_their_words', models.TextField(blank=True, verbose_name='Who I am, in my own words')),
                    ('in_their_words_date', models.DateField(blank=True, null=True, verbose_name='When they said it')),
                    ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='people.person')),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'verbose_name_plural': 'people',
                    'indexes': [models.Index(fields=['birth_date'], name='person_birth_date')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('death_date__isnull', True), ('birth_date__isnull', True), ('death_date__gte', models.F('birth_date')), _connector='OR'), name='person_dies_after_birth', violation_error_message='The date of death is before the date of birth.'), models.CheckConstraint(condition=models.Q(('birth_date__isnull', False), ('expected_birth_date__isnull', True), ('sex', 'U'), _connector='OR'), name='person_unborn_has_unknown_sex', violation_error_message='A child not yet born is recorded with sex unknown.'), models.CheckConstraint(condition=models.Q(('in_their_words', ''), ('in_their_words_date__isnull', False), _connector='OR'), name='person_words_have_their_date', violation_error_message='Say on which day the person said this.'), models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='person_not_merged_into_themself')],
                },
            ), migrations.CreateModel(
                name='PersonEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='people.person')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('display_name', models.CharField(help_text="The name in use, kept from the person's names by the naming actions", max_length=200, verbose_name='Name')),
                    ('sex', models.CharField(choices=[('F', 'Female'), ('M', 'Male'), ('I', 'Indeterminate'), ('U', 'Unknown or unborn')], default='U', max_length=1)),
                    ('birth_date', models.DateField(blank=True, null=True, verbose_name='Date of birth')),
                    ('birth_date_is_estimated', models.BooleanField(default=False, verbose_name='Date of birth is an estimate')),
                    ('expected_birth_date', models.DateField(blank=True, null=True, verbose_name='Expected date of birth')),
                    ('death_date', models.DateField(blank=True, null=True, verbose_name='Date of death')),
                    ('restriction', models.CharField(choices=[('normal', 'Normal'), ('restricted', 'Restricted: the team and named workers only'), ('sealed', 'Sealed: named workers only')], default='normal', max_length=10)),
                    ('in_their_words', models.TextField(blank=True, verbose_name='Who I am, in my own words')),
                    ('in_their_words_date', models.DateField(blank=True, null=True, verbose_name='When they said it')),
                    ('merged_into', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Relationship',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relationships_from', to='people.person')),
                    ('relative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relationships_to', to='people.person')),
                    ('kind', models.CharField(choices=[('parent', 'parent'), ('step_parent', 'step-parent'), ('adoptive_parent', 'adoptive parent'), ('grandparent', 'grandparent'), ('sibling', 'brother or sister'), ('aunt_or_uncle', 'aunt or uncle'), ('cousin', 'cousin'), ('partner', 'partner'), ('former_partner', 'former partner'), ('guardian', 'guardian'), ('carer', 'carer'), ('other_relative', 'other relative'), ('friend', 'friend')], max_length=16)),
                    ('parental_responsibility', models.BooleanField(default=False, help_text='Children Act 1989, section 3', verbose_name='Has parental responsibility')),
                    ('important_words', models.TextField(blank=True, help_text='What the child said, as they said it', verbose_name="Why they matter to me, in the child's words")),
                    ('important_words_date', models.DateField(blank=True, null=True, verbose_name='When the child said it')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('end_date__gt', models.F('start_date')), _connector='OR'), name='relationship_ends_after_it_starts', violation_error_message='The end must be after the start.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), ('relative', '='), ('kind', '='), (models.Func(models.F('start_date'), models.F('end_date'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='relationship_no_overlap', violation_error_message='Another record already covers some of these days. Change its end date first.'), models.CheckConstraint(condition=models.Q(('person', models.F('relative')), _negated=True), name='relationship_joins_two_people', violation_error_message='A person cannot be their own relative.'), models.CheckConstraint(condition=models.Q(('important_words', ''), ('important_words_date__isnull', False), _connector='OR'), name='relationship_words_have_their_date', violation_error_message='Say on which day the child said this.')],
                },
            ), migrations.CreateModel(
                name='RelationshipEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='people.relationship')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('relative', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('kind', models.CharField(choices=[('parent', 'parent'), ('step_parent', 'step-parent'), ('adoptive_parent', 'adoptive parent'), ('grandparent', 'grandparent'), ('sibling', 'brother or sister'), ('aunt_or_uncle', 'aunt or uncle'), ('cousin', 'cousin'), ('partner', 'partner'), ('former_partner', 'former partner'), ('guardian', 'guardian'), ('carer', 'carer'), ('other_relative', 'other relative'), ('friend', 'friend')], max_length=16)),
                    ('parental_responsibility', models.BooleanField(default=False, help_text='Children Act 1989, section 3', verbose_name='Has parental responsibility')),
                    ('important_words', models.TextField(blank=True, help_text='What the child said, as they said it', verbose_name="Why they matter to me, in the child's words")),
                    ('important_words_date', models.DateField(blank=True, null=True, verbose_name='When the child said it')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Residence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='residences', to='people.person')),
                    ('address', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='residences', to='people.address')),
                    ('kind', models.CharField(choices=[('home', 'Home'), ('temporary', 'Staying for a while')], default='home', max_length=10)),
                    ('withheld', models.BooleanField(default=False, help_text='It is left out of anything shared', verbose_name='Keep this address from others on the record')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('end_date__gt', models.F('start_date')), _connector='OR'), name='residence_ends_after_it_starts', violation_error_message='The end must be after the start.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('kind', 'home')), expressions=[('person', '='), (models.Func(models.F('start_date'), models.F('end_date'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='residence_no_overlap', violation_error_message='Another record already covers some of these days. Change its end date first.')],
                },
            ), migrations.CreateModel(
                name='ResidenceEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='people.residence')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('address', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.address')),
                    ('kind', models.CharField(choices=[('home', 'Home'), ('temporary', 'Staying for a while')], default='home', max_length=10)),
                    ('withheld', models.BooleanField(default=False, help_text='It is left out of anything shared', verbose_name='Keep this address from others on the record')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='PersonCharacteristic',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='characteristics', to='people.person')),
                    ('kind', models.CharField(choices=[('gender', 'Gender'), ('ethnicity', 'Ethnicity'), ('disability', 'Disability'), ('language', 'Language'), ('religion', 'Religion'), ('nationality', 'Nationality')], max_length=12)),
                    ('code', models.CharField(max_length=5)),
                    ('own_words', models.CharField(blank=True, max_length=200, verbose_name='In their words')),
                ],
                options={
                    'indexes': [models.Index(fields=['person', 'kind'], name='characteristic_person_kind')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('end_date__gt', models.F('start_date')), _connector='OR'), name='characteristic_ends_after_it_starts', violation_error_message='The end must be after the start.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('kind__in', ['gender', 'ethnicity', 'religion'])), expressions=[('person', '='), ('kind', '='), (models.Func(models.F('start_date'), models.F('end_date'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='characteristic_no_overlap', violation_error_message='Another record already covers some of these days. Change its end date first.')],
                },
            ), migrations.CreateModel(
                name='PersonCharacteristicEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='people.personcharacteristic')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('kind', models.CharField(choices=[('gender', 'Gender'), ('ethnicity', 'Ethnicity'), ('disability', 'Disability'), ('language', 'Language'), ('religion', 'Religion'), ('nationality', 'Nationality')], max_length=12)),
                    ('code', models.CharField(max_length=5)),
                    ('own_words', models.CharField(blank=True, max_length=200, verbose_name='In their words')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='ContactDetail',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contact_details', to='people.person')),
                    ('kind', models.CharField(choices=[('telephone', 'Telephone'), ('email', 'E-mail')], max_length=9)),
                    ('value', models.CharField(max_length=254)),
                    ('safe_to_use', models.BooleanField(default=True, verbose_name='Safe to call or write')),
                    ('how_to_use', models.CharField(blank=True, max_length=200, verbose_name='When and how')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('end_date__gt', models.F('start_date')), _connector='OR'), name='contact_detail_ends_after_it_starts', violation_error_message='The end must be after the start.')],
                },
            ), migrations.CreateModel(
                name='ContactDetailEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='people.contactdetail')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('kind', models.CharField(choices=[('telephone', 'Telephone'), ('email', 'E-mail')], max_length=9)),
                    ('value', models.CharField(max_length=254)),
                    ('safe_to_use', models.BooleanField(default=True, verbose_name='Safe to call or write')),
                    ('how_to_use', models.CharField(blank=True, max_length=200, verbose_name='When and how')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='FamilyMembership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('family', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='people.family')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='family_memberships', to='people.person')),
                    ('role', models.CharField(choices=[('child', 'Child'), ('adult', 'Parent or other adult')], max_length=5)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('end_date__gt', models.F('start_date')), _connector='OR'), name='family_membership_ends_after_it_starts', violation_error_message='The end must be after the start.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('family', '='), ('person', '='), (models.Func(models.F('start_date'), models.F('end_date'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='family_membership_no_overlap', violation_error_message='Another record already covers some of these days. Change its end date first.')],
                },
            ), migrations.CreateModel(
                name='FamilyMembershipEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='people.familymembership')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('family', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.family')),
                    ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('role', models.CharField(choices=[('child', 'Child'), ('adult', 'Parent or other adult')], max_length=5)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Identifier',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='people.person')),
                    ('kind', models.CharField(choices=[('nhs', 'NHS number'), ('upn', 'Unique pupil number (UPN)'), ('former_upn', 'Former unique pupil number'), ('uln', 'Unique learner number'), ('home_office', 'Home Office reference'), ('former_system', 'Number in a former system')], max_length=13)),
                    ('value', models.CharField(max_length=40)),
                    ('source', models.CharField(blank=True, max_length=120)),
                    ('verified', models.BooleanField(default=False, verbose_name='Checked against its issuer')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('kind', 'value'), name='identifier_belongs_to_one_person', violation_error_message='Another person already has this number. Check it, or look at both records.')],
                },
            ), migrations.CreateModel(
                name='IdentifierEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='people.identifier')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('kind', models.CharField(choices=[('nhs', 'NHS number'), ('upn', 'Unique pupil number (UPN)'), ('former_upn', 'Former unique pupil number'), ('uln', 'Unique learner number'), ('home_office', 'Home Office reference'), ('former_system', 'Number in a former system')], max_length=13)),
                    ('value', models.CharField(max_length=40)),
                    ('source', models.CharField(blank=True, max_length=120)),
                    ('verified', models.BooleanField(default=False, verbose_name='Checked against its issuer')),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='PersonMerge',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_kept', to='people.person')),
                    ('merged', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_joined', to='people.person')),
                    ('reason', models.TextField()),
                    ('moved', models.JSONField(default=dict)),
                    ('merged_at', models.DateTimeField()),
                    ('merged_by_worker_id', models.BigIntegerField()),
                    ('undone_at', models.DateTimeField(blank=True, null=True)),
                    ('undone_by_worker_id', models.BigIntegerField(blank=True, null=True)),
                    ('undone_reason', models.TextField(blank=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by_worker_id__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by_worker_id__isnull', False)), _connector='OR'), name='merge_undone_at_with_undone_by')],
                },
            ), migrations.CreateModel(
                name='PersonMergeEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='people.personmerge')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('kept', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('merged', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('reason', models.TextField()),
                    ('moved', models.JSONField(default=dict)),
                    ('merged_at', models.DateTimeField()),
                    ('merged_by_worker_id', models.BigIntegerField()),
                    ('undone_at', models.DateTimeField(blank=True, null=True)),
                    ('undone_by_worker_id', models.BigIntegerField(blank=True, null=True)),
                    ('undone_reason', models.TextField(blank=True)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='PersonName',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='people.person')),
                    ('kind', models.CharField(choices=[('legal', 'Legal name'), ('known_as', 'Known as'), ('former', 'Former name'), ('birth', 'Name at birth'), ('alias', 'Other spelling or alias')], default='legal', max_length=10)),
                    ('given_names', models.CharField(blank=True, max_length=120)),
                    ('family_name', models.CharField(blank=True, max_length=80)),
                    ('start_date', models.DateField(blank=True, null=True, verbose_name='In use from')),
                    ('end_date', models.DateField(blank=True, null=True, verbose_name='Until')),
                    ('words', models.GeneratedField(db_persist=True, expression=kith.casework.people.models.name.Words(django.db.models.functions.text.Concat(models.F('given_names'), models.Value(' '), models.F('family_name'))), output_field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None))),
                ],
                options={
                    'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['words'], name='name_words')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('family_name', ''), ('given_names', ''), _negated=True), name='name_has_a_part', violation_error_message='Enter a given name or a family name.'), models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('start_date__isnull', True), ('end_date__gt', models.F('start_date')), _connector='OR'), name='name_ends_after_it_starts', violation_error_message='The end must be after the start.')],
                },
            ), migrations.CreateModel(
                name='PersonNameEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='people.personname')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('kind', models.CharField(choices=[('legal', 'Legal name'), ('known_as', 'Known as'), ('former', 'Former name'), ('birth', 'Name at birth'), ('alias', 'Other spelling or alias')], default='legal', max_length=10)),
                    ('given_names', models.CharField(blank=True, max_length=120)),
                    ('family_name', models.CharField(blank=True, max_length=80)),
                    ('start_date', models.DateField(blank=True, null=True, verbose_name='In use from')),
                    ('end_date', models.DateField(blank=True, null=True, verbose_name='Until')),
                    ('words', models.GeneratedField(db_persist=True, expression=kith.casework.people.models.name.Words(django.db.models.functions.text.Concat(models.F('given_names'), models.Value(' '), models.F('family_name'))), output_field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None))),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='NetworkMember',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('child', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='network', to='people.person')),
                    ('member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='in_networks_of', to='people.person')),
                    ('member_name', models.CharField(blank=True, max_length=200, verbose_name='Name')),
                    ('kind', models.CharField(choices=[('relative', 'Relative'), ('friend', 'Friend'), ('neighbour', 'Neighbour'), ('professional', 'Professional')], max_length=12)),
                    ('description', models.CharField(blank=True, help_text="Such as 'football coach'", max_length=200, verbose_name='Who they are')),
                    ('offers', models.TextField(blank=True, verbose_name='What they offer')),
                    ('important_words', models.TextField(blank=True, verbose_name="Why they matter to me, in the child's words")),
                    ('important_words_date', models.DateField(blank=True, null=True, verbose_name='When the child said it')),
                    ('last_in_touch_date', models.DateField(blank=True, null=True, verbose_name='Last in touch')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('end_date__isnull', True), ('end_date__gt', models.F('start_date')), _connector='OR'), name='network_member_ends_after_it_starts', violation_error_message='The end must be after the start.'), models.CheckConstraint(condition=models.Q(('member__isnull', False), models.Q(('member_name', ''), _negated=True), _connector='OR'), name='network_member_is_somebody', violation_error_message='Choose the person, or enter their name.'), models.CheckConstraint(condition=models.Q(('important_words', ''), ('important_words_date__isnull', False), _connector='OR'), name='network_member_words_have_their_date', violation_error_message='Say on which day the child said this.')],
                },
            ), migrations.CreateModel(
                name='NetworkMemberEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', related_query_name='history', to='people.networkmember')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('start_date', models.DateField(verbose_name='From')),
                    ('end_date', models.DateField(blank=True, help_text='The first day on which it no longer holds', null=True, verbose_name='Until')),
                    ('child', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('member', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='people.person')),
                    ('member_name', models.CharField(blank=True, max_length=200, verbose_name='Name')),
                    ('kind', models.CharField(choices=[('relative', 'Relative'), ('friend', 'Friend'), ('neighbour', 'Neighbour'), ('professional', 'Professional')], max_length=12)),
                    ('description', models.CharField(blank=True, help_text="Such as 'football coach'", max_length=200, verbose_name='Who they are')),
                    ('offers', models.TextField(blank=True, verbose_name='What they offer')),
                    ('important_words', models.TextField(blank=True, verbose_name="Why they matter to me, in the child's words")),
                    ('important_words_date', models.DateField(blank=True, null=True, verbose_name='When the child said it')),
                    ('last_in_touch_date', models.DateField(blank=True, null=True, verbose_name='Last in touch')),
                ],
                options={
                    'abstract': False,
                },
            )],
        ),
    ]
