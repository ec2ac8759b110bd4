"""What a PostgreSQL that is not ours would write of patients into its log.

Statements hold what was typed: psycopg puts the values into them before they are sent. The
embedded server writes none down (``embedded.py``); of another one ``ashi check`` asks.

Source: PostgreSQL manual, chapter "Error Reporting and Logging".
"""

from collections.abc import Callable, Mapping

QUIET_OF_ERRORS = frozenset({"log", "fatal", "panic"})  # an error ranks below all three


def _off(value: str) -> bool:
    return float(value) < 0


def _nought(value: str) -> bool:
    return float(value) == 0


# Settings that write statements down though nothing failed, what is quiet, and what to set.
OF_STATEMENTS: dict[str, tuple[Callable[[str], bool], str]] = {
    "log_statement": (frozenset({"none", "ddl"}).__contains__, "none"),
    "log_min_duration_statement": (_off, "-1"),
    "log_min_duration_sample": (_off, "-1"),
    "log_transaction_sample_rate": (_nought, "0"),
}
# Settings that write down what failed, with its values.
OF_FAILURES: dict[str, tuple[Callable[[str], bool], str]] = {
    "log_min_error_statement": (QUIET_OF_ERRORS.__contains__, "panic"),
    "log_error_verbosity": (frozenset({"terse"}).__contains__, "terse"),
    "log_parameter_max_length_on_error": (_nought, "0"),
}
PARAMETERS = "log_parameter_max_length"  # of statements that are written down anyway
THRESHOLD = "log_min_messages"  # where errors are not written, neither is what failed
ASKED = (*OF_STATEMENTS, *OF_FAILURES, PARAMETERS, THRESHOLD)


def telling_settings(current: Mapping[str, str]) -> dict[str, str]:
    """Return each setting that would write values down, with what to set it to.

    ``current`` holds the settings ``ASKED``, durations in milliseconds; one that this version of
    PostgreSQL does not have may be missing.
    """
    told = _loud(current, OF_STATEMENTS)
    if told and not _nought(current.get(PARAMETERS, "0")):
        told[PARAMETERS] = "0"
    if current.get(THRESHOLD) not in QUIET_OF_ERRORS:
        told |= _loud(current, OF_FAILURES)
    return told


def _loud(
    current: Mapping[str, str], wanted: Mapping[str, tuple[Callable[[str], bool], str]]
) -> dict[str, str]:
    return {
        name: value
        for name, (quiet, value) in wanted.items()
        if name in current and not quiet(current[name])
    }
