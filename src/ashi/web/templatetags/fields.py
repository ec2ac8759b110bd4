"""One field of a form as the house draws it: no text inside the input, errors in our words."""

from django import template
from django.forms import BoundField, Field
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()
NOT_DRAWN = {"placeholder": False}  # a library's own; the label and the hint say it above


@register.filter
def control(field: BoundField) -> SafeString:
    """Return the field's input; what is wrong and what helps are tied to it."""
    described = [f"{field.auto_id}_error"] if field.errors else []
    if field.help_text:
        described.append(f"{field.auto_id}_helptext")
    attrs: dict[str, str | bool] = {**NOT_DRAWN}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return SafeString(field.as_widget(attrs=attrs))


@register.filter
def unhinted(field: BoundField) -> BoundField:
    """Return a field whose help is not shown, so that nothing points to it either."""
    field.help_text = field.field.help_text = ""
    return field


@register.filter
def faults(field: BoundField) -> list[str]:
    """Return what is wrong with a field, as somebody at the desk would say it."""
    plain = [] if not field.errors else field.errors.as_data()
    return [
        _("Please fill this in.") if error.code == "required" and _is_usual(error) else message
        for error in plain
        for message in error.messages
    ]


def _is_usual(error: object) -> bool:
    """Tell whether the sentence is Django's own and not one written for this field."""
    return getattr(error, "message", None) == Field.default_error_messages["required"]
