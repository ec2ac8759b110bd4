"""What is said of a signed paper, and its photograph."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ashi.apps.documents.papers import OnPaper
from ashi.apps.documents.sniffing import Media, Received
from ashi.apps.encounters.one_visit import staff_of
from ashi.apps.screening.actions.papers import papers_of
from ashi.apps.screening.models import ConsentPaper

INPUT = {"class": "input", "autocomplete": "off"}
PHOTO = {"class": "input", "accept": ",".join(Media), "capture": "environment"}


def _file() -> forms.FileField:
    return forms.FileField(
        label=gettext_lazy("Photograph or scan of the paper"),
        help_text=gettext_lazy("JPEG, PNG, WebP or PDF, 20 MB at most"),
        allow_empty_file=True,
        widget=forms.FileInput(PHOTO),
    )


class PhotographForm(forms.Form):
    """The photograph of a paper."""

    file = _file()

    def received(self) -> Received:
        """Return the file as it came."""
        file = self.cleaned_data["file"]
        return Received(file.name or "", file.read())


class PaperForm(PhotographForm):
    """Which print was signed, by whom as what, before whom."""

    paper = forms.TypedChoiceField(
        label=gettext_lazy("Code on the paper"), coerce=int, widget=forms.Select(INPUT)
    )
    signed_name = forms.CharField(
        label=gettext_lazy("Name of who signed"), max_length=120, widget=forms.TextInput(INPUT)
    )
    speaks_for = forms.CharField(
        label=gettext_lazy("Signed for the patient as"),
        help_text=gettext_lazy("Mother, guardian; empty where the patient signed"),
        max_length=120,
        required=False,
        widget=forms.TextInput(INPUT),
    )
    witness = forms.TypedChoiceField(
        label=gettext_lazy("Signed before"), coerce=int, widget=forms.Select(INPUT)
    )
    field_order = ("paper", "signed_name", "speaks_for", "witness", "file")

    def __init__(
        self, *args: Any, papers: list[ConsentPaper], people: list[tuple[int, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.auto_id = "id_paper_%s"  # the page has a form of the same names for the screen
        self.fields["paper"].choices = [(one.pk, _paper_words(one)) for one in papers]
        self.fields["witness"].choices = people

    def on_paper(self) -> OnPaper:
        """Return what the paper says."""
        said = self.cleaned_data
        return OnPaper(said["paper"], said["signed_name"], said["speaks_for"], said["witness"])


def _paper_words(paper: ConsentPaper) -> str:
    at = timezone.localtime(paper.at)
    day = f"{at.day}/{at.month}/{at.year}"
    language = {"el": _("in Greek")}.get(paper.language, _("in English"))
    return f"{paper.spelt} · {day}, {language}"


def paper_form(request: HttpRequest, patient_id: int, technique: str, *data: Any) -> PaperForm:
    """Return the form of a paper that is signed; whoever is signed in was there."""
    people = [(one.pk, one.full_name) for one in staff_of(request.actor.centre_id)]
    initial = {"witness": request.actor.user_id}
    papers = papers_of(patient_id, technique)
    return PaperForm(*data, papers=papers, people=people, initial=initial)
