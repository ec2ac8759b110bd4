"""What careless or hostile people send in a form, by the kind of control it is sent in."""

from collections.abc import Iterator

from tests.integration.web.forms_shown import Control

HTML = "<script>alert(1)</script>"
STRANGE = f"{HTML} 🦴 \u202eمرحبا"
NUL = "Ma\x00ria"
WORDS = {"text", "search", "email", "tel", "url", "textarea", "password"}
# Never trusted, or a mere tick: where to go back to, what makes a repeat harmless, the day shown
# beside an exact instant, and what is on whatever it says.
IGNORED = ("next", "key", "day", "emergency")
MARKS = ("csrfmiddlewaretoken", "earlier")  # what a form says of itself
REFUSED = {
    "number": ("abc", "²", "-1", "1e9", "9" * 40, "1.5", NUL),
    "date": ("2026-02-30", "tomorrow", "99999-01-01", NUL),
    "time": ("25:00", "noon", NUL),
    "datetime-local": ("2026-02-30T10:00", "2027-03-28T03:30", "2026-10-25T03:30", "soon", NUL),
    "select": ("nonsense", "²", str(10**12), "9" * 40, NUL),
    "radio": ("nonsense", "2027-03-28T03:30", NUL),
    "checkbox": (NUL,),
    "hidden": ("nonsense", "²", "9" * 40, NUL),
}


def attacks_on(name: str, control: Control) -> Iterator[tuple[str, str | None, bool]]:
    """Yield a name for each attack, what is sent (None is nothing), and whether it may pass."""
    if control.required or control.kind == "hidden":
        yield "missing", None, not control.required
    if control.kind in WORDS:
        yield "nul", NUL, False
        yield "long", "x" * 100_000, True
        yield "strange", STRANGE, True
    if control.kind == "checkbox" and len(control.options) == 1:
        return  # a single tick is there or not, whatever it says
    for sent in REFUSED.get(control.kind, ()):
        yield repr(sent[:24]), sent, name in IGNORED
