"""Words of the pages on which the centre words its pages for patients."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

STATE_WORDS = {
    "packaged": gettext_lazy("packaged, signed by nobody"),
    "reviewed": gettext_lazy("packaged, reviewed"),
    "own": gettext_lazy("our own words"),
    "draft": gettext_lazy("draft"),
    "sent": gettext_lazy("waits for a second person"),
}
SHOW_WORDS = {
    "": pgettext_lazy("pages", "All"),
    **STATE_WORDS,
    "changed": gettext_lazy("packaged words changed since"),
}
SORT_WORDS = {
    "page": gettext_lazy("as patients find them"),
    "name": gettext_lazy("name"),
    "state": gettext_lazy("what is to be done"),
    "new": gettext_lazy("worked on last"),
}
LANGUAGE_WORDS = {"en": gettext_lazy("English"), "el": gettext_lazy("Greek")}
PLACE_WORDS = {
    "what": gettext_lazy("What it is"),
    "together": gettext_lazy("Acupuncture and physiotherapy together"),
    "care": gettext_lazy("What you can do yourself"),
    "here": gettext_lazy("At our centre"),
    "lead": gettext_lazy("The first sentence"),
    "words": gettext_lazy("About us"),
    "ask": gettext_lazy("The question"),
    "answer": gettext_lazy("The answer"),
    "part": gettext_lazy("The text"),
    "own": gettext_lazy("A question of our own"),
}
ACT_WORDS = {
    "own": gettext_lazy("our own words"),
    "reviewed": gettext_lazy("packaged words, reviewed"),
    "withdrawn": gettext_lazy("own words taken off"),
}
FAULT_WORDS = {
    "no_claim": gettext_lazy(
        "“%(given)s” counts people or praises. Choose a sentence that our evidence carries, or say "
        "it without."
    ),
    "forbidden_word": gettext_lazy("We never write “%(given)s”. Say it in other words."),
    "wrong_language": gettext_lazy("This is not in the language of this box."),
    "missing": gettext_lazy("Nothing is written here yet, and the other half needs it."),
    "unknown_claim": gettext_lazy("There is no sentence “%(given)s”. Choose one from the list."),
    "claim_held": gettext_lazy(
        "What we read does not carry “%(given)s”: no patient is shown it. Choose another."
    ),
    "unknown_condition": gettext_lazy("“%(given)s” is about another complaint. Choose another."),
    "claim_lacking": gettext_lazy(
        "The other language shows “%(given)s”, this one does not. Put [[%(given)s]] here too."
    ),
    "no_visits": gettext_lazy("The plan of visits belongs to pages on one complaint."),
}
CHOOSABLE = frozenset({"no_claim", "unknown_claim", "claim_held", "unknown_condition"})
WORDINGS = {
    "content.no_such_page": lambda error: _("There is no such page or version any more."),
    "content.changed": lambda error: _(
        "Somebody else wrote here or published meanwhile. Nothing of yours is lost: look at both."
    ),
    "content.faults": lambda error: (
        ngettext(
            "%(count)s sentence cannot be published as it is. What to do stands beside it.",
            "%(count)s sentences cannot be published as they are. What to do stands beside each.",
            error.fields["count"],
        )
        % {"count": error.fields["count"]}
    ),
    "content.nothing_new": lambda error: _("Nothing is new: the page says all of this already."),
    "content.not_sent": lambda error: _(
        "Whoever wrote it is still writing: it has not been sent for publishing."
    ),
    "content.second_person": lambda error: _(
        "You wrote the last of it. Somebody else who may publish reads it and presses this; only "
        "an owner publishes alone."
    ),
    "content.draft_stands": lambda error: _(
        "A draft or words of our own are there. Publish them, throw the draft away or take the "
        "words off first."
    ),
}
