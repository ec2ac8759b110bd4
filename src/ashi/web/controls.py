"""Controls of forms, written without a template for each.

Django renders three templates inside each other for one radio button; a chart has three hundred
of them, and most of its time went there. The letters are those of Django's own templates
(``django/forms/widgets``), which still write whatever is not written here.
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.template.defaultfilters import stringformat
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.timezone import template_localtime

Shown = Mapping[str, Any]
FOLDER = "django/forms/widgets/"
INPUTS = (
    *("text", "number", "email", "url", "tel", "search", "color", "password", "hidden"),
    *("date", "datetime", "time", "file", "checkbox"),
)


class Controls(TemplatesSetting):
    """Writes the usual controls itself and leaves the rest to templates."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        write = WRITERS.get(template_name)
        if write is not None and _options_are_usual(context["widget"]):
            return write(context["widget"]).strip()
        return str(super().render(template_name, context, request=request))


def _options_are_usual(widget: Shown) -> bool:
    return all(
        option["template_name"] == OPTION
        for _, options, _ in widget.get("optgroups", ())
        for option in options
    )


def _escaped(value: object) -> str:
    """Return what ``{{ value }}`` writes."""
    if not isinstance(value, str):
        value = localize(template_localtime(value))
    return _html(value if isinstance(value, str) else str(value))


def _plain(value: object) -> str:
    """Return what ``{{ value|stringformat:'s' }}`` writes."""
    return _html(value if isinstance(value, str) else stringformat(value, "s"))


def _html(text: str) -> str:
    """Return text as it is written in HTML; what says of itself that it is HTML stays.

    Most is a plain ``str``: Django asks each whether it is still to be translated.
    """
    return escape(text) if type(text) is str else conditional_escape(text)


def _attributes(widget: Shown) -> str:
    return "".join(
        f" {_escaped(name)}" if value is True else f' {_escaped(name)}="{_plain(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget: Shown) -> str:
    value = widget.get("value")
    held = "" if value is None else f' value="{_plain(value)}"'
    kind, name = _escaped(widget["type"]), _escaped(widget["name"])
    return f'<input type="{kind}" name="{name}"{held}{_attributes(widget)}>\n'


def _input_option(widget: Shown) -> str:
    if not widget.get("wrap_label"):
        return _input(widget)
    tied = widget["attrs"].get("id")
    of = f' for="{_escaped(tied)}"' if tied else ""
    return f"<label{of}>{_input(widget)} {_escaped(widget['label'])}</label>\n"


def _textarea(widget: Shown) -> str:
    text = _escaped(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_escaped(widget["name"])}"{_attributes(widget)}>\n{text}</textarea>\n'


def _option(widget: Shown) -> str:
    value, label = _plain(widget["value"]), _escaped(widget["label"])
    return f'<option value="{value}"{_attributes(widget)}>{label}</option>\n'


def _select(widget: Shown) -> str:
    parts = [f'<select name="{_escaped(widget["name"])}"{_attributes(widget)}>']
    for group, options, _ in widget["optgroups"]:
        if group:
            parts.append(f'\n  <optgroup label="{_escaped(group)}">')
        parts += [f"\n  {_option(option)}" for option in options]
        if group:
            parts.append("\n  </optgroup>")
    return "".join([*parts, "\n</select>\n"])


OPTION = f"{FOLDER}select_option.html"
WRITERS: dict[str, Callable[[Shown], str]] = {
    **{f"{FOLDER}{one}.html": _input for one in INPUTS},
    f"{FOLDER}radio_option.html": _input_option,
    f"{FOLDER}checkbox_option.html": _input_option,
    f"{FOLDER}textarea.html": _textarea,
    f"{FOLDER}select.html": _select,
    OPTION: _option,
}
