"""Words of the documents."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ashi.apps.documents.models import Kind
from ashi.apps.documents.sniffing import Media
from ashi.core.kernel.errors import AshiError

KIND_WORDS = {
    Kind.LETTER: pgettext_lazy("document", "Letter"),
    Kind.RESULT: pgettext_lazy("document", "Result"),
    Kind.NOTE: pgettext_lazy("document", "Note"),
    Kind.PHOTOGRAPH: pgettext_lazy("document", "Photograph"),
    Kind.CONSENT: pgettext_lazy("document", "Consent"),
    Kind.OTHER: pgettext_lazy("document", "Other"),
}
MEDIA_WORDS = {
    Media.PDF: "PDF",
    Media.JPEG: "JPEG",
    Media.PNG: "PNG",
    Media.WEBP: "WebP",
    Media.TEXT: gettext_lazy("text"),
    Media.CSV: "CSV",
}
FIELD_OF = {
    "documents.file": "file",
    "documents.no_title": "title",
    "documents.dated": "dated",
    "patients.too_long": "title",
    "patients.unwritable": "title",
}
FILE_WORDS = {
    "empty": gettext_lazy("There is nothing in this file."),
    "too-large": gettext_lazy("This file is larger than 20 MB."),
    "kind": gettext_lazy(
        "This kind of file is not kept. Save it as PDF, JPEG, PNG, WebP, UTF-8 text or CSV."
    ),
    "heic": gettext_lazy(
        "This photograph is HEIC, which most browsers cannot show. Save it as JPEG, or set the"
        " camera to its most compatible format."
    ),
    "broken": gettext_lazy("This file is damaged: it cannot be read to its end."),
    "locked": gettext_lazy("This PDF opens with a password only. Save it without one."),
}


def _file(error: AshiError) -> str:
    reason = str(error.fields["reason"])
    if reason == "lies":
        says, found = (MEDIA_WORDS[Media(str(error.fields[name]))] for name in ("says", "found"))
        words = {"says": says, "found": found}
        return _("Its name says %(says)s, but its content is %(found)s.") % words
    if reason == "pixels":
        return _("This picture has more than 30 megapixels. Make it smaller first.")
    return str(FILE_WORDS[reason])


WORDINGS = {
    "documents.error": lambda error: _("This cannot be kept."),
    "documents.file": _file,
    "documents.no_title": lambda error: _("Give it a title."),
    "documents.no_reason": lambda error: _("Say why it is put away."),
    "documents.dated": lambda error: _("Write the day it bears, from 1900 to today."),
    "documents.unknown": lambda error: _("The patient has no such document or visit."),
    "documents.lost": lambda error: _(
        "The stored file is missing or damaged, and is not given out. It may be in a backup."
    ),
}
