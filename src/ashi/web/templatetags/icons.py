"""One icon of the sprite."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Draw an icon that says nothing to a screen reader; the words stand beside it."""
    return format_html(
        '<svg class="icon" data-size="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        size,
        static("built/sprite.svg"),
        name,
    )
