"""Numbers as the reader writes them."""

from django.utils import translation


def written(value: float) -> str:
    """Return a number as the reader writes it: a real minus, a comma in Greek."""
    text = f"{value:,.10g}".replace("-", "\u2212")
    if translation.get_language() == "el":
        text = text.translate(str.maketrans(",.", ".,"))
    return text
