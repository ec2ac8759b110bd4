"""Which settings of a PostgreSQL of one's own would write patients' words into its log."""

import pytest

from ashi.config.database_log import telling_settings

QUIET = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "-1",
    "log_parameter_max_length_on_error": "0",
    "log_min_messages": "warning",
}


def test_a_quiet_server_is_left_alone():
    assert telling_settings(QUIET) == {}


def test_as_it_comes_a_server_tells_of_what_failed():
    as_it_comes = QUIET | {"log_min_error_statement": "error", "log_error_verbosity": "default"}

    assert telling_settings(as_it_comes) == {
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }


@pytest.mark.parametrize(
    ("name", "loud", "wanted"),
    [
        ("log_statement", "mod", "none"),
        ("log_statement", "all", "none"),
        ("log_min_duration_statement", "0", "-1"),
        ("log_min_duration_statement", "250", "-1"),
        ("log_min_duration_sample", "100", "-1"),
        ("log_transaction_sample_rate", "0.01", "0"),
    ],
)
def test_a_statement_that_is_written_down_has_its_values_with_it(name, loud, wanted):
    assert telling_settings(QUIET | {name: loud}) == {
        name: wanted,
        "log_parameter_max_length": "0",
    }
    assert telling_settings(QUIET | {name: loud, "log_parameter_max_length": "0"}) == {name: wanted}


@pytest.mark.parametrize(
    ("name", "loud", "wanted"),
    [
        ("log_min_error_statement", "error", "panic"),
        ("log_min_error_statement", "debug5", "panic"),
        ("log_error_verbosity", "verbose", "terse"),
        ("log_parameter_max_length_on_error", "-1", "0"),
        ("log_parameter_max_length_on_error", "64", "0"),
    ],
)
def test_what_failed_is_told_unless_errors_are_not_written_at_all(name, loud, wanted):
    assert telling_settings(QUIET | {name: loud}) == {name: wanted}
    assert telling_settings(QUIET | {name: loud, "log_min_messages": "log"}) == {}


def test_definitions_of_tables_hold_nobody():
    assert telling_settings(QUIET | {"log_statement": "ddl"}) == {}


def test_a_setting_that_this_server_does_not_have_is_not_asked_for():
    older = {name: value for name, value in QUIET.items() if "sample" not in name}

    assert telling_settings(older) == {}
