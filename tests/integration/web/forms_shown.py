"""The forms of a page, read as a browser reads them: where they go and what they hold."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TICKS = ("checkbox", "radio")


@dataclass
class Control:
    """One name of a form: what kind it is, what it holds, what it offers."""

    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    required: bool = False


@dataclass
class ShownForm:
    """A form that posts: its address and controls by name; ``press`` are its named buttons."""

    action: str
    controls: dict[str, Control] = field(default_factory=dict)
    press: list[tuple[str, str]] = field(default_factory=list)

    @property
    def shape(self) -> frozenset[str]:
        """Return what tells it from another form of one address: the names of what is sent."""
        return frozenset(self.controls) | {name for name, _ in self.press}


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.found: list[tuple[str, ShownForm]] = []
        self.inside: list[ShownForm | None] = []
        self.elsewhere: list[tuple[str, str, dict[str, str | None]]] = []
        self.select: Control | None = None
        self.area: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        if tag == "form":
            posts = (has.get("method") or "get").lower() == "post"
            form = ShownForm(has.get("action") or self.page) if posts else None
            self.inside.append(form)
            if form:
                self.found.append((has.get("id") or "", form))
        elif tag == "option" and self.select:
            value = has.get("value") or ""
            self.select.options.append(value)
            if "selected" in has:
                self.select.value = value
        elif has.get("form"):
            self.elsewhere.append((has["form"] or "", tag, has))
        elif self.inside and self.inside[-1] and has.get("name"):
            self._take(self.inside[-1], tag, has)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.inside:
            self.inside.pop()
        elif tag == "select":
            if self.select and not self.select.value:
                self.select.value = next(iter(self.select.options), "")
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area.value += data

    def _take(self, form: ShownForm, tag: str, has: dict[str, str | None]) -> None:
        name, value = has.get("name") or "", has.get("value") or ""
        kind = (has.get("type") or "text").lower() if tag == "input" else tag
        if tag == "button":
            form.press.append((name, value))
            return
        control = form.controls.setdefault(name, Control(kind, required="required" in has))
        if kind in TICKS:
            control.options.append(value or "on")
            control.value = (value or "on") if "checked" in has else control.value
        elif tag == "select":
            self.select = control
        elif tag == "textarea":
            self.area = control
        else:
            control.value = value


def forms_of(html: str, page: str) -> list[ShownForm]:
    """Return every posting form of a page; ``page`` is where one without an action goes."""
    reader = _Reader(page)
    reader.feed(html)
    by_id = dict(reader.found)
    forms = [form for _, form in reader.found]
    for form_id, tag, has in reader.elsewhere:
        if form_id in by_id and has.get("formaction"):  # the same form, sent to another address
            forms.append(ShownForm(has["formaction"] or page, by_id[form_id].controls))
        elif form_id in by_id and has.get("name"):
            reader._take(by_id[form_id], tag, has)
    return forms
