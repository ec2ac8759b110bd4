"""What is typed into the settings."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from ashi.apps.centres.actions import RESOURCE, RULES
from ashi.apps.centres.models import PEOPLE, Centre, Permit, Resource
from ashi.web.settings.wording import ACT_WORDS, FEATURE_WORDS, SKILL_WORDS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Text

INPUT = {"class": "input", "autocomplete": "off"}
NUMBER = {**INPUT, "inputmode": "numeric", "data-w": "num"}
DATE = {**INPUT, "type": "date"}


def line(
    label: "Text", longest: int, *, required: bool = True, hint: "Text" = ""
) -> forms.CharField:
    """Return a field of one line."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        help_text=hint,
        widget=forms.TextInput(INPUT),
    )


def number(label: "Text", least: int, most: int, hint: "Text" = "") -> forms.IntegerField:
    """Return a field of one whole number."""
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        help_text=hint,
        widget=forms.TextInput(NUMBER),
    )


def text(label: "Text", hint: "Text" = "") -> forms.CharField:
    """Return a field of several lines."""
    return forms.CharField(
        label=label,
        max_length=8000,
        required=False,
        help_text=hint,
        widget=forms.Textarea({**INPUT, "rows": 5}),
    )


class RulesForm(forms.Form):
    """The centre as patients see it, and how they may book."""

    name = line(gettext_lazy("Name"), 120)
    name_el = line(gettext_lazy("Name in Greek"), 120, required=False)
    address = line(gettext_lazy("Address"), 200, required=False)
    address_el = line(gettext_lazy("Address in Greek"), 200, required=False)
    phone = line(gettext_lazy("Phone"), 20, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), required=False, widget=forms.EmailInput(INPUT)
    )
    about = text(gettext_lazy("About the centre"))
    about_el = text(gettext_lazy("About the centre, in Greek"))
    lead_min = number(
        gettext_lazy("Online: at least this many minutes ahead"),
        0,
        20160,
        gettext_lazy("120 is two hours"),
    )
    horizon_days = number(gettext_lazy("Online: at most this many days ahead"), 1, 365)
    hold_min = number(gettext_lazy("Minutes a chosen time is held"), 2, 60)
    takes_new_online = forms.BooleanField(
        label=gettext_lazy("New patients may book online"), required=False
    )
    counts_twice = forms.BooleanField(
        label=gettext_lazy("A second person counts the needles, too"), required=False
    )
    most_resting = forms.IntegerField(
        label=gettext_lazy("Resting rooms for each person who takes needles out, at most"),
        help_text=gettext_lazy("Empty: as many as there are"),
        required=False,
        min_value=1,
        max_value=50,
        widget=forms.NumberInput({**INPUT, "inputmode": "numeric", "data-w": "code"}),
    )
    most_needled = forms.IntegerField(
        label=gettext_lazy("Rooms in which one practitioner has needles at rest, at most"),
        help_text=gettext_lazy("1: no second patient is needled before the first rest is over"),
        required=False,
        min_value=1,
        max_value=50,
        widget=forms.NumberInput({**INPUT, "inputmode": "numeric", "data-w": "code"}),
    )
    offers_freed = forms.BooleanField(
        label=gettext_lazy("Offer times that come free to who waits"), required=False
    )
    offer_min = number(gettext_lazy("Minutes to answer an offer"), 15, 1440)
    terms = text(gettext_lazy("Terms"), gettext_lazy("Patients agree to them when they book"))
    terms_el = text(gettext_lazy("Terms in Greek"))

    @staticmethod
    def initial_of(centre: Centre) -> dict[str, Any]:
        """Return the form's start."""
        return {name: getattr(centre, name) for name in RULES}


class ResourceForm(forms.Form):
    """What a room, machine or person is called and can do."""

    name = line(gettext_lazy("Name"), 120)
    name_el = line(gettext_lazy("Name in Greek"), 120, required=False)
    short_name = line(
        gettext_lazy("Short name"), 24, required=False, hint=gettext_lazy("For the board")
    )
    title = line(gettext_lazy("Title"), 120, required=False)
    title_el = line(gettext_lazy("Title in Greek"), 120, required=False)
    skills = forms.MultipleChoiceField(
        label=gettext_lazy("Can be used for"),
        required=False,
        help_text=gettext_lazy("Services ask for these"),
        widget=forms.CheckboxSelectMultiple,
    )
    features = forms.MultipleChoiceField(
        label=gettext_lazy("Patients may wish for"),
        required=False,
        choices=FEATURE_WORDS,
        widget=forms.CheckboxSelectMultiple,
    )
    bookable_online = forms.BooleanField(
        label=gettext_lazy("Patients may choose them online"), required=False
    )
    position = number(gettext_lazy("Place in the list"), 0, 999)

    def __init__(self, *args: Any, kind: str, skills: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one, SKILL_WORDS.get(one, one)) for one in sorted(set(skills))]
        self.fields["skills"].choices = named
        if kind not in PEOPLE:
            for name in ("title", "title_el", "bookable_online"):
                del self.fields[name]

    @staticmethod
    def initial_of(row: Resource) -> dict[str, Any]:
        """Return the form's start."""
        return {name: getattr(row, name) for name in RESOURCE}


class PermitForm(forms.Form):
    """One act that a person may do."""

    may = forms.BooleanField(required=False)
    registration = line(gettext_lazy("Registration"), 60, required=False)
    registration_expires = forms.DateField(
        label=gettext_lazy("Registration until"),
        required=False,
        widget=forms.DateInput(DATE, format="%Y-%m-%d"),
    )
    insurance_expires = forms.DateField(
        label=gettext_lazy("Insurance until"),
        required=False,
        widget=forms.DateInput(DATE, format="%Y-%m-%d"),
    )

    @classmethod
    def all_of(cls, row: Resource, data: Any = None) -> list[tuple[str, str, "PermitForm"]]:
        """Return a form for every act: (act, its word, form)."""
        known = {permit.act: permit for permit in row.permits.all()}
        return [
            (act, str(word), cls(data, prefix=act, initial=_initial(known.get(act))))
            for act, word in ACT_WORDS
        ]


def _initial(permit: Permit | None) -> dict[str, Any]:
    if permit is None:
        return {}
    return {
        "may": True,
        "registration": permit.registration,
        "registration_expires": permit.registration_expires,
        "insurance_expires": permit.insurance_expires,
    }
