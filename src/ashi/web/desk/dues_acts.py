"""What is done about one visit's fee and deposit."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from ashi.apps.accounts.roles import Permission
from ashi.apps.billing.actions_dues import (
    keep_deposit,
    receive_deposit,
    return_deposit,
    take_waiver_back,
    waive_fee,
)
from ashi.core.kernel.errors import AshiError
from ashi.web.desk.dues_forms import DepositBackForm, DepositForm, WaiveForm
from ashi.web.desk.visit_page import answer, done, found_or_404
from ashi.web.policy import allow
from ashi.web.wording import sentence_for


@require_POST
@allow(Permission.MONEY_WAIVE)
def waive(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Let a fee off, wholly or in part."""
    form = WaiveForm(request.POST)
    return _do(
        request,
        visit_id,
        ("waive_form", form),
        lambda: waive_fee(
            by=request.actor,
            visit_id=visit_id,
            entry_id=form.cleaned_data["entry_id"],
            reason=form.cleaned_data["reason"],
            cents=form.cents(),
        ),
    )


@require_POST
@allow(Permission.MONEY_WAIVE)
def waive_back(request: HttpRequest, visit_id: int, entry_id: UUID) -> HttpResponse:
    """Ask again for what a line let off."""
    return _press(
        request,
        visit_id,
        lambda: take_waiver_back(by=request.actor, visit_id=visit_id, waiver_id=entry_id),
    )


@require_POST
@allow(Permission.MONEY_WRITE)
def deposit(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Record a deposit that came in."""
    form = DepositForm(request.POST)
    return _do(
        request,
        visit_id,
        ("deposit_form", form),
        lambda: receive_deposit(
            by=request.actor,
            visit_id=visit_id,
            entry_id=form.cleaned_data["entry_id"],
            cents=form.cents(),
            method=form.cleaned_data["method"],
        ),
    )


@require_POST
@allow(Permission.MONEY_WRITE)
def deposit_back(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Record a deposit that went back."""
    form = DepositBackForm(request.POST)
    return _do(
        request,
        visit_id,
        ("deposit_back_form", form),
        lambda: return_deposit(by=request.actor, visit_id=visit_id, **form.cleaned_data),
    )


@require_POST
@allow(Permission.MONEY_WRITE)
def deposit_keep(request: HttpRequest, visit_id: int, entry_id: UUID) -> HttpResponse:
    """Set the deposit against the fee."""
    return _press(
        request,
        visit_id,
        lambda: keep_deposit(by=request.actor, visit_id=visit_id, entry_id=entry_id),
    )


def _press(request: HttpRequest, visit_id: int, act: Callable[[], Any]) -> HttpResponse:
    """Do what a button without fields asks, or say why not."""
    found_or_404(request, visit_id)
    try:
        act()
    except AshiError as error:
        return answer(
            request, visit_id, HTTPStatus.UNPROCESSABLE_ENTITY, refusal=sentence_for(error)
        )
    return done(request, visit_id)


def _do(
    request: HttpRequest,
    visit_id: int,
    named: tuple[str, forms.Form],
    act: Callable[[], Any],
) -> HttpResponse:
    """Do what a form asks, or show it again with what is wrong."""
    found_or_404(request, visit_id)
    name, form = named
    if form.is_valid():
        try:
            act()
        except AshiError as error:
            form.add_error(None, sentence_for(error))
    if form.errors:
        return answer(request, visit_id, HTTPStatus.UNPROCESSABLE_ENTITY, **{name: form})
    return done(request, visit_id)
