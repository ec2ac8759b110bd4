"""Sentences for the faults of a scheduling case."""

import json

from ashi.core.scheduling.faults import Fault

SENTENCES = {
    "before_from": 'before "from"',
    "before_min_days": 'less than "min_days"',
    "before_valid_from": 'before "valid_from"',
    "circle": "contains itself by way of its parts",
    "empty": "empty",
    "equal": 'equal to "from"',
    "horizon_too_long": "missing, and visits times max_days reaches further than {given} days",
    "key_twice": "written twice in one object",
    "missing": "missing",
    "no_such_date": "no such date: {given}",
    "no_such_moment": "no such date or time: {given}",
    "no_such_time": "no such time: {given}",
    "not_date": "not a date like 2026-12-07: {given}",
    "not_days": 'not weekdays like "mon-fri" or "tue,thu": {given}',
    "not_divisor": "does not divide 60: {given}",
    "not_flag": "not true or false: {given}",
    "not_list": "not a list: {given}",
    "not_moment": "not a local time like 2026-12-07T09:00, with or without an offset: {given}",
    "not_object": "not an object: {given}",
    "not_text": "not a text: {given}",
    "not_texts": "not a text or a list of texts: {given}",
    "not_time": "not a time like 09:00: {given}",
    "not_whole": "not a whole number: {given}",
    "out_of_reach": "not between 1970 and 9000: {given}",
    "own_part": "names itself",
    "reserved": "{given} is kept for the patient",
    "seconds": "whole minutes only: {given}",
    "takes_nobody": "takes nobody and nothing, so a day holds any number: {given}",
    "too_large": "more than {given}",
    "too_long": "more than {given} days after the first",
    "too_small": "less than {given}",
    "twice": "comes twice: {given}",
    "unknown_resource": "no such resource: {given}",
    "unknown_role": "no such role: {given}",
    "unknown_service": "no such service: {given}",
    "unknown_zone": "no such time zone: {given}",
}
LONGEST_GIVEN = 60


def _shown(given: object) -> str:
    if isinstance(given, dict):
        return "an object"
    if isinstance(given, list | tuple):
        return "a list"
    return json.dumps(given, ensure_ascii=False)


def sentence(fault: Fault) -> str:
    """Say in one line what is wrong, and where."""
    given = _shown(fault.given)
    if len(given) > LONGEST_GIVEN:
        given = given[: LONGEST_GIVEN - 1] + "…"
    line = f"{fault.path}: {SENTENCES[fault.code].format(given=given)}"
    # Whatever a terminal or a reader of lines might trip over is shown by its number.
    return line if line.isprintable() else line.encode("ascii", "backslashreplace").decode()
