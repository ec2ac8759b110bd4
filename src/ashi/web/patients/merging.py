"""Two records of one person: found, laid side by side, merged, and parted again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.patients.actions_reading import read_list
from ashi.apps.patients.errors import MergeGoneError
from ashi.apps.patients.merging import merge_patients, part_patients
from ashi.apps.patients.models import Patient
from ashi.apps.patients.queries import patients_for, with_contacts
from ashi.apps.patients.twice import likeness_of, pairs_for
from ashi.core.kernel.errors import AshiError
from ashi.web.numbers import row_number, whole
from ashi.web.patients.merge_form import MergeForm
from ashi.web.patients.wording import REASON_WORDS
from ashi.web.policy import allow
from ashi.web.wording import sentence_for


@require_GET
@allow(Permission.IDENTITY_MERGE)
def twice(request: HttpRequest) -> HttpResponse:
    """List who may be here twice: of all, or of one patient."""
    of = row_number(request.GET.get("of")) or None
    pairs = pairs_for(request.actor, of)
    shown = sorted({one.pk for pair in pairs for one in (pair.one, pair.other)})
    read_list(by=request.actor, patient_ids=shown, kind="alike")
    page = {
        "pairs": [(pair, _reasons(pair.likeness.reasons)) for pair in pairs],
        "of": patients_for(request.actor).filter(pk=of).first() if of else None,
    }
    return render(request, "patients/twice.html", page)


@require_http_methods(["GET", "POST"])
@allow(Permission.IDENTITY_MERGE)
def merge(request: HttpRequest, patient_id: int, other_id: int) -> HttpResponse:
    """Lay two records side by side; a POST keeps the first and moves the other's into it."""
    kept, other = _both(request, patient_id, other_id)
    form = MergeForm(request.POST or None, kept=kept, other=other)
    if form.is_valid():
        try:
            merge_patients(
                by=request.actor,
                kept_id=kept.pk,
                merged_id=other.pk,
                versions=(_version(request, "version"), _version(request, "other_version")),
                take=form.taken(),
                reason=form.cleaned_data["reason"],
            )
        except AshiError as error:
            form.add_error(None, sentence_for(error))
        else:
            messages.success(request, _("The two records are one now."))
            return redirect("patient", patient_id=kept.pk)
    found = likeness_of(kept, other)
    page = {
        "kept": kept,
        "other": other,
        "form": form,
        "reasons": _reasons(found.reasons) if found else "",
        "counts": [(one, one.visits.count()) for one in (kept, other)],
    }
    return render(request, "patients/merge.html", page, status=422 if form.errors else 200)


@require_POST
@allow(Permission.IDENTITY_MERGE)
def part(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Take a merge back."""
    try:
        row = part_patients(by=request.actor, merge_id=merge_id)
    except MergeGoneError as error:
        messages.error(request, sentence_for(error))
        return redirect("patients")
    messages.success(request, _("The two records stand apart again."))
    return redirect(f"{reverse('patients-twice')}?of={row.kept_id}")


def _both(request: HttpRequest, *ids: int) -> tuple[Patient, Patient]:
    rows = {one.pk: one for one in with_contacts(patients_for(request.actor).filter(pk__in=ids))}
    if len(rows) != 2:  # one and the same, too
        raise Http404
    if request.method == "GET":  # a press leaves its own event, or none
        read_list(by=request.actor, patient_ids=sorted(rows), kind="alike")
    return rows[ids[0]], rows[ids[1]]


def _version(request: HttpRequest, name: str) -> int:
    return whole(request.POST.get(name)) or 0


def _reasons(reasons: Any) -> str:
    return ", ".join(str(REASON_WORDS[one]) for one in reasons)
