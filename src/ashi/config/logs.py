"""What is written to logs: that something happened and where, never with what or of whom.

Messages, exceptions and database errors repeat the values they stumbled over: names, notes,
addresses, secret links. So a line is built from what cannot hold them: time, level, logger, the
name of the view (not its address), templates left unfilled, places in the code, names of
exceptions, the database's code for the fault with the table and the rule it broke.
"""

import logging
import sys
import threading
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType

OURS = "ashi"
RUNG = ("table_name", "constraint_name")  # of a fault of PostgreSQL: names of ours, no values
Fault = tuple[type[BaseException], BaseException, TracebackType | None]


class QuietFormatter(logging.Formatter):
    """One line, and one more for each frame and each cause of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines of a record."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        lines = [f"{at} {record.levelname} {record.name} {_what(record)}"]
        if record.exc_info and record.exc_info[1] is not None:
            lines += lines_of(record.exc_info[1])
        return "\n".join(lines)


def _what(record: logging.LogRecord) -> str:
    """Return what happened, without what it happened with."""
    request = getattr(record, "request", None)
    if request is not None and hasattr(record, "status_code"):
        match = getattr(request, "resolver_match", None)
        view = getattr(match, "view_name", "") or "no view"
        return f"{record.status_code} {request.method} {view}"
    job = getattr(record, "job", None)
    if isinstance(job, Mapping):
        return f"{getattr(record, 'action', 'job')} {job.get('task_name')} {job.get('id')}"
    fixed = record.args or record.name.split(".")[0] == OURS  # else it may be filled in already
    if isinstance(record.msg, str) and fixed:
        return record.msg  # the template: what would fill it in is left out
    return f"{record.module}.{record.funcName}:{record.lineno}"


def lines_of(error: BaseException) -> list[str]:
    """Return an exception, what it arose from, and where: no message, no value, no source."""
    lines: list[str] = []
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        lines.append(f"  {_named(one)}")
        lines += [
            f"    {frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(one.__traceback__)
        ]
        waiting += [each for each in (one.__context__, one.__cause__) if each is not None]
        if isinstance(one, BaseExceptionGroup):
            waiting += one.exceptions
    return lines


def _named(error: BaseException) -> str:
    """Return the name of an exception with the codes it bears: ours, or the database's."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    told = [str(getattr(error, "sqlstate", None) or ""), _code_of_ours(error)]
    rung = getattr(error, "diag", None)
    told += [str(getattr(rung, name, None) or "") for name in RUNG]
    return " ".join([kind, *(one for one in told if one)])


def _code_of_ours(error: BaseException) -> str:
    ours = type(error).__module__.split(".")[0] == OURS
    return str(getattr(type(error), "code", "")) if ours else ""


def _say(fault: Fault) -> None:
    record = logging.makeLogRecord(
        {"name": OURS, "levelno": logging.CRITICAL, "levelname": "CRITICAL", "exc_info": fault}
    )
    record.msg = "ended by an exception"
    sys.stderr.write(f"{QuietFormatter().format(record)}\n")
    sys.stderr.flush()


def quiet_hooks() -> None:
    """Have what nobody caught, in a process or one of its threads, written as quietly."""
    sys.excepthook = lambda kind, error, where: _say((kind, error, where))

    def in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            _say((args.exc_type, args.exc_value, args.exc_traceback))

    threading.excepthook = in_thread
