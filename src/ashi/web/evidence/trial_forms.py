"""What is typed of a trial: the fields of the table, a file, a reason."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ashi.apps.evidence.actions import LONGEST_REASON
from ashi.apps.evidence.models import Change
from ashi.apps.evidence.queries import questions
from ashi.core.evidence.adding import Proposal, proposal_in
from ashi.core.evidence.effects import MEANS
from ashi.core.evidence.papers import LONGEST
from ashi.core.evidence.rows import Row
from ashi.core.kernel.faults import Fault
from ashi.core.knowledge.evidence_base.entries import Provenance
from ashi.core.knowledge.pages.reading import Told as InBoth
from ashi.web.conditions.further import own_words
from ashi.web.evidence.fault_words import field_of, in_field
from ashi.web.evidence.wording import NUMBER_WORDS, PROVENANCE_WORDS

INPUT = {"class": "input", "autocomplete": "off"}
SELECT = {"class": "input"}
SHORT = {**INPUT, "data-w": "num"}
PAPER = ("study", "year", "citation", "doi", "pmid", "registration")
MOST_BYTES = 2_000_000
LONGEST_NUMBER = 20
NOT_CHOSEN = ("", "–")


def titles() -> list[tuple[str, str]]:
    """Return the pooled questions with their titles in the reader's language."""
    return [(one.id, title_of(one.id)) for one in questions().values()]


def title_of(question: str) -> str:
    """Return a question's title in the reader's language; its id where it is asked no more."""
    plot = questions().get(question)
    return question if plot is None else own_words(InBoth(plot.en, plot.el))


def _number(name: str) -> forms.CharField:
    widget = forms.TextInput({**SHORT, "inputmode": "decimal"})
    return forms.CharField(label=NUMBER_WORDS[name], max_length=LONGEST_NUMBER, widget=widget)


class NumbersForm(forms.Form):
    """What somebody read in a paper: which question it answers, how it was read, six numbers."""

    question = forms.ChoiceField(label=_("Question"), widget=forms.Select(SELECT))
    provenance = forms.ChoiceField(
        label=_("How it was read"),
        choices=[NOT_CHOSEN, *((one.value, PROVENANCE_WORDS[one]) for one in Provenance)],
        widget=forms.Select(SELECT),
    )
    part_read = forms.CharField(
        label=_("Which part was read"),
        help_text=_("Such as: table 2"),
        required=False,
        max_length=LONGEST["part_read"],
        widget=forms.TextInput(INPUT),
    )
    n1, mean1, sd1, n2, mean2, sd2 = (_number(name) for name in MEANS)

    def __init__(self, *args: Any, paper: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paper = dict(paper or {})
        self.fields["question"].choices = [NOT_CHOSEN, *titles()]

    def proposal(self) -> Proposal | None:
        """Return what was typed, checked as a row of a table is; else errors stand by fields."""
        said = {**self.paper, **{name: str(one) for name, one in self.cleaned_data.items()}}
        faults: list[Fault] = []
        found = proposal_in(Row(1, said["study"], said), ",", questions(), faults)
        self.add_faults(faults)
        return found

    def add_faults(self, faults: Iterable[Fault]) -> None:
        """Put each fault beside its field, or above all where the form has no such field."""
        for fault in faults:
            name = field_of(fault)
            self.add_error(name if name in self.fields else None, in_field(fault))


class TrialForm(NumbersForm):
    """One trial: where it is printed, and what was read in it."""

    study = forms.CharField(
        label=_("Short name"),
        help_text=_("First author and year, such as Kerr 2003"),
        max_length=LONGEST["study"],
        widget=forms.TextInput(INPUT),
    )
    year = forms.CharField(
        label=_("Year"), required=False, max_length=LONGEST["year"], widget=forms.TextInput(SHORT)
    )
    citation = forms.CharField(
        label=_("How it is cited"),
        help_text=_("Authors, title, journal, year, pages"),
        max_length=LONGEST["citation"],
        widget=forms.Textarea({**INPUT, "rows": 3}),
    )
    doi = forms.CharField(
        label="DOI", required=False, max_length=LONGEST["doi"], widget=forms.TextInput(INPUT)
    )
    pmid = forms.CharField(
        label="PMID", required=False, max_length=LONGEST["pmid"], widget=forms.TextInput(SHORT)
    )
    registration = forms.CharField(
        label=_("Number in a register of trials"),
        required=False,
        max_length=LONGEST["registration"],
        widget=forms.TextInput(INPUT),
    )
    field_order = ("question", *PAPER, "provenance", "part_read", *MEANS)


def paper_cells(row: Change) -> dict[str, str]:
    """Return what is known of a change's paper, as cells of a table."""
    return {name: getattr(row, name) for name in PAPER}


class FileForm(forms.Form):
    """A table of trials, or records of a library."""

    file = forms.FileField(
        label=pgettext_lazy("of trials", "File"),
        help_text=_("CSV, RIS, or PubMed's .nbib; 500 trials and 2 MB at most"),
        allow_empty_file=True,
        widget=forms.FileInput({"class": "input", "accept": ".csv,.txt,.tsv,.ris,.nbib"}),
    )
    question = forms.ChoiceField(
        label=_("Question"),
        help_text=_("Where the file does not say it in a column of its own"),
        required=False,
        widget=forms.Select(SELECT),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].choices = [NOT_CHOSEN, *titles()]


class ReasonForm(forms.Form):
    """Why a change is refused."""

    reason = forms.CharField(
        label=_("Why it is refused"),
        max_length=LONGEST_REASON,
        widget=forms.TextInput(INPUT),
    )


class OutForm(forms.Form):
    """Which trial is to be taken out, and why."""

    trial = forms.ChoiceField(label=_("Trial"), widget=forms.Select(SELECT))
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Such as: withdrawn by its journal in 2024"),
        max_length=LONGEST_REASON,
        widget=forms.TextInput(INPUT),
    )

    def __init__(self, *args: Any, trials: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trial"].choices = [NOT_CHOSEN, *trials]


class NoteForm(forms.Form):
    """What was thought when a sentence was read again."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.TextInput(INPUT),
    )
