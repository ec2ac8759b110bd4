"""What is stored, and whether anything was written at all since somebody last looked.

The count of writes comes from PostgreSQL's own statistics of the open transaction: it only grows,
and counts what was taken back too. Where it stands still no row can have changed, and the sum over
all rows, which is dear, need not be asked.
"""

from django.db import connection

UNKEPT = (
    "django_session",
    "audit_event",
    "usersessions_usersession",
    "ashi_cache",
    "axes_",
    "accounts_answered",
)
WRITES = """
SELECT c.relname, pg_stat_get_xact_tuples_inserted(c.oid)
    + pg_stat_get_xact_tuples_updated(c.oid) + pg_stat_get_xact_tuples_deleted(c.oid)
FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1
"""
ONE = "SELECT '{0}', md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM \"{0}\" t"


def is_kept(table: str) -> bool:
    """Tell whether a row of this table says something of a person or the centre."""
    return not table.startswith(UNKEPT) and table != "django_migrations"


def rows() -> list[tuple]:
    """Return a sum over all that is stored, table by table."""
    names = [one for one in connection.introspection.table_names() if is_kept(one)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(ONE.format(name) for name in names))
        return sorted(cursor.fetchall())


def writes() -> list[tuple]:
    """Return how often each table was written to in this transaction, savepoints included."""
    with connection.cursor() as cursor:
        cursor.execute(WRITES)
        return [one for one in cursor.fetchall() if is_kept(one[0])]
