"""A page on a condition in short: what speaks for it, what against, visits, harm.

Decides        nothing: which claim stands on which side is written in data/pages/brief.toml
Does not       say anything that the page does not say below
Takes          the groups of a page
Gives          lines with a label, a sentence and how sure it is
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ashi.core.knowledge.pages.reading import doses_for, sides_of
from ashi.web.conditions.further import own_words
from ashi.web.conditions.telling import Group

OF_HARM = "harm-any"


@dataclass(frozen=True, slots=True)
class Brief:
    """One line in short; ``anchor`` is where it is said with its grounds."""

    label: str
    text: str
    sure: str
    anchor: str


def brief_of(groups: Sequence[Group], condition: str) -> list[Brief]:
    """Return what a reader in a hurry should know, both sides alike."""
    said = {one.id: one for group in groups for one in group.said}
    sides = sides_of(condition)
    named = [
        (_("What speaks for acupuncture"), sides.get("for", "")),
        (_("What speaks against it, or stays open"), sides.get("against", "")),
    ]
    lines = [
        Brief(label, said[name].text, said[name].sure, name)
        if name in said
        else Brief(label, _("Nothing among what we read that we can lean on."), "", "help")
        for label, name in named
    ]
    plan = next(one for one in doses_for(condition) if one.who == "centre")
    lines.append(Brief(_("How many visits?"), own_words(plan.told), "", "visits"))
    if harm := said.get(OF_HARM):
        lines.append(Brief(_("What can go wrong"), harm.text, harm.sure, "harm"))
    return lines
