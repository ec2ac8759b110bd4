"""What is wrong with a trial that somebody hands in, in the reader's language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ashi.core.kernel.faults import Fault, NotKnown

FAULT_WORDS: Mapping[str, str | Promise] = {
    "below_nought": gettext_lazy("This cannot be below nought."),
    "broken_tag": gettext_lazy("This line is no tag of such a file."),
    "column_twice": gettext_lazy("This column comes twice."),
    "decimal_comma": gettext_lazy(
        "There is a decimal comma. Write a point, or separate the columns by semicolons."
    ),
    "duplicate": gettext_lazy("This trial is there already."),
    "empty": gettext_lazy("There is nothing in this file."),
    "markup": gettext_lazy("This holds code of a web page. Type the words alone."),
    "mean_off_scale": gettext_lazy("The scale does not have such a mean."),
    "missing": gettext_lazy("This is missing."),
    "no_begin": gettext_lazy("This line comes before any record."),
    "no_column": gettext_lazy("The file has no such column."),
    "no_doi": gettext_lazy("A DOI begins with 10. and has a slash."),
    "no_end": gettext_lazy("This record does not end."),
    "no_pmid": gettext_lazy("A PMID is a whole number of at most nine digits."),
    "no_registration": gettext_lazy("A register's number has letters first, such as NCT01234567."),
    "no_rows": gettext_lazy("There is a heading and no trial under it."),
    "no_spread": gettext_lazy("Without a spread above nought a trial has no weight."),
    "no_year": gettext_lazy("A year has four digits."),
    "not_csv": gettext_lazy("This is no table."),
    "not_number": gettext_lazy("This is not a number."),
    "not_text": gettext_lazy("This file is no text in UTF-8."),
    "not_whole": gettext_lazy("This is not a whole number."),
    "only_bound": gettext_lazy("This is only a bound. A number is asked for."),
    "out_of_range": gettext_lazy("This is out of range."),
    "percent": gettext_lazy("This is a percentage. A number is asked for."),
    "provenance": gettext_lazy("Write seen, seen2 or recalled."),
    "retracted": gettext_lazy("This paper was withdrawn, and is not taken."),
    "sd_off_scale": gettext_lazy("No people on this scale can have such a standard deviation."),
    "too_few_people": gettext_lazy("A group has at least two people."),
    "too_large": gettext_lazy("This file is larger than 2 MB."),
    "too_long": gettext_lazy("This is too long."),
    "too_many_cells": gettext_lazy(
        "This line has more cells than the heading has columns. Is there a decimal comma?"
    ),
    "too_many_rows": gettext_lazy("A file holds at most 500 trials."),
    "turned_round": gettext_lazy("This is greater than what should be above it."),
    "unknown_question": gettext_lazy("No question that is pooled here has this name."),
    "unwritable": gettext_lazy("There is a sign in this that cannot be stored."),
}


def told(fault: Fault) -> str:
    """Return one fault with its place: "Line 3, sd1: …"."""
    words = str(FAULT_WORDS[fault.code])
    given = fault.given.name if isinstance(fault.given, NotKnown) else fault.given
    shown = f"{words} ({given})" if given not in (None, "") else words
    _line, number, column = _place(fault.path)
    if number and column:
        place = _("Line %(line)s, %(column)s") % {"line": number, "column": column}
    elif number:
        place = _("Line %(line)s") % {"line": number}
    else:
        place = column or _("The file")
    return f"{place}: {shown}"


def field_of(fault: Fault) -> str:
    """Return the column that a fault is about; nothing for a whole row."""
    return _place(fault.path)[2]


def in_field(fault: Fault) -> str:
    """Return one fault as it is said beside its field."""
    words = str(FAULT_WORDS[fault.code])
    return f"{words} ({fault.given})" if fault.code == "duplicate" else words


def _place(path: str) -> tuple[str, str, str]:
    """Split "line 3 sd1" into its parts; of a path without a line, all is the column."""
    first, _space, rest = path.partition(" ")
    if first != "line":
        return "", "", "" if path == "file" else path
    number, _space, column = rest.partition(" ")
    return first, number, column
