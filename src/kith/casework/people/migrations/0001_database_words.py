"""What the record asks of PostgreSQL before its first table: extensions, and how a name is normalised."""

from django.contrib.postgres.operations import BtreeGistExtension, CreateExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

# unaccent is only STABLE, since its dictionary could be changed; ours never is, so a generated column may use it.
NORMALISE = r"""
CREATE OR REPLACE FUNCTION kith_normalise(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
SET search_path = public, pg_temp
AS $$
  SELECT btrim(regexp_replace(lower(public.unaccent('public.unaccent', words)), '[^[:alnum:]]+', ' ', 'g'))
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        CreateExtension("fuzzystrmatch"),
        migrations.RunSQL(NORMALISE, "DROP FUNCTION kith_normalise(text)"),
    ]
