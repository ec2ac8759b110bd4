"""Ashi's own system checks, beside Django's: what must be true before people are served."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Warned
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from ashi.config.database_log import ASKED, telling_settings

OLDEST_SERVER = 150000
NEEDED_EXTENSIONS = frozenset({"btree_gist", "pg_trgm", "unaccent"})
BUILT = Path(__file__).resolve().parent.parent / "web" / "static" / "built"
BUILT_PARTS = ("css", "fonts", "islands", "sprite.svg", "htmx.js")


@register(Tags.database)
def check_database(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Version, Greek letters, extensions and migrations of the database."""
    if not databases or DEFAULT_DB_ALIAS not in databases:
        return []
    found: list[CheckMessage] = []
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, lower('Ά'),"
            " array(SELECT extname FROM pg_extension)"
        )
        version, lowered, extensions = cursor.fetchone()
    if version < OLDEST_SERVER:
        found.append(
            _error("E001", f"PostgreSQL is {version // 10000}.", "Take version 15 or later.")
        )
    if lowered != "ά":
        hint = (
            "Make the database with LC_CTYPE C.UTF-8, el_GR.UTF-8 or another UTF-8 locale, not C."
        )
        found.append(
            _error("E002", "The database does not know Greek letters: lower('Ά') is not 'ά'.", hint)
        )
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        found.append(
            _error("E003", f"{len(pending)} migrations are not applied.", "Run `ashi prepare`.")
        )
    elif missing := NEEDED_EXTENSIONS - set(extensions):
        hint = "Let a superuser run CREATE EXTENSION for each in this database."
        found.append(_error("E004", f"Extensions are missing: {', '.join(sorted(missing))}.", hint))
    return found


@register(Tags.database, deploy=True)
def check_database_log(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """What the database's own log would hold of patients."""
    if not databases or DEFAULT_DB_ALIAS not in databases:
        return []
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [[*ASKED]])
        current = dict(cursor.fetchall())
    return [
        Warned(
            f"PostgreSQL would write what was typed of patients into its log: {name}"
            f" is {current[name]}.",
            hint=f"Let a superuser run ALTER SYSTEM SET {name} = '{value}' and SELECT"
            " pg_reload_conf().",
            id="ashi.W001",
        )
        for name, value in telling_settings(current).items()
    ]


@register(Tags.staticfiles)
def check_front_end(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The built front end and the folder it is served from."""
    missing = [part for part in BUILT_PARTS if not (BUILT / part).exists()]
    if missing:
        return [
            _error("E005", f"The front end lacks {', '.join(missing)}.", "Run `make frontend`.")
        ]
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return [_error("E006", "Static files are not collected.", "Run `ashi prepare`.")]
    return []


@register(Tags.translation)
def check_translations(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Every translation is compiled."""
    stale = [
        source.name
        for folder in settings.LOCALE_PATHS
        for source in Path(folder).glob("*/LC_MESSAGES/*.po")
        if not source.with_suffix(".mo").exists()
    ]
    return (
        [_error("E007", "Translations are not compiled.", "Run `make messages`.")] if stale else []
    )


def _error(number: str, sentence: str, hint: str) -> Error:
    return Error(sentence, hint=hint, id=f"ashi.{number}")
