"""What ``ashi import`` says of a file and of its lines."""

from collections.abc import Mapping

from ashi.apps.imports.calendars_written import Change
from ashi.apps.imports.judged import Fate, Note
from ashi.core.kernel.errors import AshiError

FATES = {
    Fate.CREATE: "new",
    Fate.MERGE: "one person with another",
    Fate.KNOWN: "known already",
    Fate.LEAVE: "left out",
    Fate.ASK: "to be decided by you",
    Fate.REFUSE: "refused",
}
CHANGES = {
    Change.NEW: "new",
    Change.SAME: "known already",
    Change.MOVED: "moved",
    Change.GONE: "no longer in the file: taken back",
    Change.REFUSED: "refused: twice in the file, or longer than 400 days",
}
CALENDAR_FAULTS = {
    "too_long": "more than 20 MB or 800 days",
    "no_event": "there is no event in it",
    "series": "its rule or a time cannot be read",
    "too_many": "it repeats too often",
}
NOTES = {
    "birth-date-out-of-range": "nobody was born on {text}: left empty",
    "books-for-another": "who booked shares an e-mail with a patient of another name: who comes?",
    "came-and-did-not": "marked as come and as not come: which?",
    "date": "{text} is no date",
    "date-order": "day or month first? Nothing in the file proves it: say --dates",
    "deleted": "deleted in the old system",
    "impossible-date": "there is no such day: {text}",
    "imported-before": "imported before",
    "file-broken": "the file is damaged",
    "file-empty": "there is nothing in it",
    "file-heic": "a HEIC photograph: save it as JPEG",
    "file-kind": "this kind of file is not kept: text, CSV, PDF, JPEG, PNG, WebP are",
    "file-lies": "its content is not what its name says",
    "file-locked": "opens with a password only",
    "file-pixels": "more than 30 megapixels",
    "file-too-large": "larger than 20 MB",
    "file-unreadable": "cannot be opened: {text}",
    "hangs-already": "hangs there already",
    "incomplete": "something is missing",
    "length": "it would last {minutes} minutes",
    "not-kept": "the record cannot hold it ({code})",
    "no-score": "{text} in {column} is no number",
    "score-outside": "{text} in {column} is a score that the measure cannot have",
    "nought-beside-empty": "{count} scores of 0 beside an empty one: answers, or none?",
    "no-birth-date": "neither a known file number nor a birth date beside the name",
    "no-date": "does not say of which day it is",
    "no-end": "neither an end nor a length",
    "no-given-name": "no first name",
    "no-place": "not free: somebody or something is taken, away or not open then",
    "no-start": "no start",
    "no-visit": "never was a visit in the old system",
    "nobody-so": "nobody of this name was born that day",
    "nobody": "nobody's time",
    "phone": "{text} is no phone number: left empty",
    "repeated": "the same as line {line}",
    "several": "several people it could be",
    "several-dates": "more than two dates: which is the document's?",
    "several-people": "two people in one cell: {text}",
    "shares-contact": "reached like line {lines}, and somebody else",
    "skipped-by-the-clocks": "the clocks skip this time that night",
    "time": "no time of day",
    "too-many-cells": "{count} cells more than headings",
    "twice-by-the-clocks": "{start} comes twice that night: which?",
    "unknown-file-number": "nobody has the file number {ref}",
    "unknown-patient": "no such patient: import patients first {ref}",
    "unknown-practitioner": "who is {text}? Name them in the mapping's [practitioners]",
    "unknown-service": "what is {text}? Name it in the mapping's [services]",
    "unknown-status": "what does the state {text} mean? Name it in [appointments.words]",
    "unreachable": "no e-mail and no phone: nobody who can be reached",
    "zero-date": "a date of zeros",
    "zone": "{text} is no time zone",
}
FILES = {
    "empty": "the file is empty",
    "too-large": "the file is larger than 200 MB",
    "binary": "this is no text: export it as CSV",
    "encoding": "the letters cannot be read as {encoding}: say --encoding",
    "separator": "its heading has as many of one separator as of another: save it with commas",
    "header": "the first line has no headings",
    "quotes": "the quotation marks of line {line} do not close",
    "json": "line {line}: not a list of records",
}
MAPPINGS = {
    "source": "no such system; known: {known}; for any other give --mapping",
    "toml": "the mapping is no TOML: {detail}",
    "unknown": "{path}: not known here; known: {known}",
    "table": "{path}: must be a table",
    "type": "{path}: must be {wanted}",
    "nothing": "the mapping says nothing of {path}",
    "column": "{path}: the file has none of the columns {missing}; it has: {found}",
    "dates": "{path}: the rows prove {found} and not {said}",
}


def worded(note: Note) -> str:
    """Return what is said of a line."""
    about: Mapping[str, object] = {"text": "", "ref": "", **note.about}
    return NOTES[note.code].format(**{name: plain(value) for name, value in about.items()}).strip()


def fault(error: AshiError) -> str:
    """Return what is said of a file or a mapping that cannot be used."""
    words = FILES if error.code == "imports.unreadable" else MAPPINGS
    about = {"encoding": "text", "line": 1, "said": "one order", **error.fields}
    words_about = {name: plain(value) for name, value in about.items()}
    return words[str(error.fields["reason"])].format(**words_about)


def plain(value: object) -> str:
    """Return a value on one line, lists without brackets."""
    if isinstance(value, Mapping):
        text = ", ".join(f"{name} (line {line})" for name, line in value.items())
    elif isinstance(value, list | tuple):
        text = ", ".join(map(str, value))
    else:
        text = str(value)
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:300]
