"""Sentences for the faults of a scheduling case."""

from ashi.cli.documents import GENERAL

SENTENCES = {
    **GENERAL,
    "before_from": 'before "from"',
    "before_min_days": 'less than "min_days"',
    "before_valid_from": 'before "valid_from"',
    "circle": "contains itself by way of its parts",
    "equal": 'equal to "from"',
    "horizon_too_long": "missing, and visits times max_days reaches further than {given} days",
    "no_such_moment": "no such date or time: {given}",
    "no_such_time": "no such time: {given}",
    "not_days": 'not weekdays like "mon-fri" or "tue,thu": {given}',
    "not_divisor": "does not divide 60: {given}",
    "not_moment": "not a local time like 2026-12-07T09:00, with or without an offset: {given}",
    "not_time": "not a time like 09:00: {given}",
    "out_of_reach": "not between 1970 and 9000: {given}",
    "own_part": "names itself",
    "reserved": "{given} is kept for the patient",
    "seconds": "whole minutes only: {given}",
    "takes_nobody": "takes nobody and nothing, so a day holds any number: {given}",
    "too_long": "more than {given} days after the first",
    "unknown_resource": "no such resource: {given}",
    "unknown_role": "no such role: {given}",
    "unknown_service": "no such service: {given}",
    "unknown_zone": "no such time zone: {given}",
}
