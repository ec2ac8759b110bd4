"""What is said of a document, and the file."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ashi.apps.documents.actions import About
from ashi.apps.documents.models import Kind
from ashi.apps.documents.sniffing import Media, Received
from ashi.web.documents.wording import KIND_WORDS
from ashi.web.numbers import MOST_ROW

INPUT = {"class": "input", "autocomplete": "off"}


class DocumentForm(forms.Form):
    """A file with its title, kind and date; ``visit`` where it is hung on one."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, JPEG, PNG, WebP, text or CSV, 20 MB at most"),
        allow_empty_file=True,
        widget=forms.FileInput({"class": "input", "accept": ",".join(Media)}),
    )
    title = forms.CharField(label=_("Title"), max_length=160, widget=forms.TextInput(INPUT))
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(one, KIND_WORDS[one]) for one in Kind],
        widget=forms.Select({"class": "input"}),
    )
    dated = forms.DateField(
        label=_("Date of the document"),
        widget=forms.DateInput({**INPUT, "type": "date", "data-w": "date"}, "%Y-%m-%d"),
    )
    visit = forms.IntegerField(
        min_value=1, max_value=MOST_ROW, required=False, widget=forms.HiddenInput
    )

    @staticmethod
    def initial_of(visit: str) -> dict[str, Any]:
        """Return the form's start: today's letter, on the visit it was opened from."""
        return {"dated": timezone.localdate(), "kind": Kind.LETTER, "visit": visit}

    def about(self) -> About:
        """Return what is said of the document."""
        said = self.cleaned_data
        return About(said["title"], Kind(said["kind"]), said["dated"])

    def received(self) -> Received:
        """Return the file as it came."""
        file = self.cleaned_data["file"]
        return Received(file.name or "", file.read())


class AwayForm(forms.Form):
    """Why a document is put away."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("It stays readable, marked as put away"),
        widget=forms.TextInput(INPUT),
    )
