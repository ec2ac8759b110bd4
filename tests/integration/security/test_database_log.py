"""``ashi check`` asks the server itself."""

import pytest
from django.db import connection

from ashi.config.checks import check_database_log

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def said(**settings: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        for name, value in settings.items():
            cursor.execute(f"SET LOCAL {name} = '{value}'")
    found = check_database_log(None, databases=["default"])
    return [(str(one.msg), str(one.hint)) for one in found]


def test_the_embedded_server_is_quiet():
    assert said() == []


def test_a_setting_that_tells_is_named_with_what_to_set():
    found = said(log_statement="all", log_parameter_max_length="0", log_min_messages="warning")

    assert [message.rsplit(": ")[-1] for message, _ in found] == [
        "log_statement is all.",
        "log_min_error_statement is error.",
        "log_error_verbosity is default.",
    ]
    assert "ALTER SYSTEM SET log_statement = 'none'" in found[0][1]


def test_a_duration_is_read_as_the_server_counts_it():
    found = said(log_min_duration_statement="2s", log_parameter_max_length="0")

    assert [message.rsplit(": ")[-1] for message, _ in found] == [
        "log_min_duration_statement is 2000."
    ]


def test_without_a_database_nothing_is_asked():
    assert check_database_log(None, databases=None) == []
