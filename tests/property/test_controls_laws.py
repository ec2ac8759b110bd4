"""What is written without a template is letter for letter what Django's templates write."""

from datetime import date, datetime, time

import pytest
from django.forms import widgets
from django.forms.renderers import TemplatesSetting, get_default_renderer
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from ashi.web.controls import WRITERS, Controls

INPUTS = (
    widgets.TextInput,
    widgets.NumberInput,
    widgets.EmailInput,
    widgets.URLInput,
    widgets.TelInput,
    widgets.SearchInput,
    widgets.ColorInput,
    widgets.PasswordInput,
    widgets.HiddenInput,
    widgets.DateInput,
    widgets.DateTimeInput,
    widgets.TimeInput,
    widgets.FileInput,
    widgets.CheckboxInput,
    widgets.Textarea,
)
CHOICES = (
    widgets.Select,
    widgets.SelectMultiple,
    widgets.NullBooleanSelect,
    widgets.RadioSelect,
    widgets.CheckboxSelectMultiple,
)
text = st.text("aΩ<>&\"'{}%\n é", max_size=6)
said = st.one_of(
    st.none(),
    st.booleans(),
    text,
    text.map(mark_safe),
    st.just(gettext_lazy("Monday")),
    st.integers(-(10**6), 10**6),
    st.decimals(-10000, 10000, places=2),
    st.floats(-10000, 10000),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.times().map(lambda one: time(one.hour, one.minute)),
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)),
)
value = said | st.tuples(text, text)
attributes = st.dictionaries(
    st.sampled_from(["id", "class", "rows", "min", "hx-get", "disabled", "aria-<b>"]), value
)
choice = st.tuples(st.one_of(text, st.integers(0, 9), st.none()), said)
choices = st.lists(st.one_of(choice, st.tuples(text, st.lists(choice, max_size=3))), max_size=4)
language = st.sampled_from(["en", "el"])


def both(draw) -> tuple[str, str]:
    return str(draw(Controls())), str(draw(TemplatesSetting()))


@given(st.sampled_from(INPUTS), text, value, attributes, language)
def test_an_input_is_as_the_template_writes_it(kind, name, held, attrs, spoken):
    with translation.override(spoken):
        ours, theirs = both(lambda by: kind().render(name, held, attrs, renderer=by))

    assert ours == theirs


@given(st.sampled_from(CHOICES), text, value, attributes, choices, language)
def test_a_choice_and_each_of_its_options_are_too(kind, name, held, attrs, offered, spoken):
    widget = kind()
    if kind is not widgets.NullBooleanSelect:
        widget.choices = offered
    with translation.override(spoken):
        ours, theirs = both(lambda by: widget.render(name, held, attrs, renderer=by))
        assert ours == theirs
        for option in widget.subwidgets(name, held, attrs):
            for wraps in (False, True):
                shown = {"widget": option | {"wrap_label": wraps}}
                ours, theirs = both(
                    lambda by, option=option, shown=shown: by.render(option["template_name"], shown)
                )
                assert ours == theirs


class OfItsOwn(widgets.Select):
    option_template_name = "django/forms/widgets/radio_option.html"


def test_a_choice_whose_options_have_a_template_of_their_own_keeps_it():
    widget = OfItsOwn(choices=[("a", "A")])

    ours, theirs = both(lambda by: widget.render("one", "a", renderer=by))

    assert ours == theirs
    assert 'type="select"' in ours


def test_forms_are_drawn_by_it():
    assert type(get_default_renderer()) is Controls


@pytest.mark.parametrize("template", WRITERS)
def test_each_template_that_is_written_here_is_one_of_djangos(template):
    assert TemplatesSetting().get_template(template)
