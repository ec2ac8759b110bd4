"""A rule as the pages of the protocol show it: packaged, signed, drafted."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ashi.apps.screening.protocol import Desk, InForce, Stored
from ashi.core.safety.facts import fact_kinds
from ashi.core.safety.protocols import Edit
from ashi.core.safety.rules import Rule, chapters
from ashi.web.protocol.wording import CHAPTER_WORDS, OVERRIDE_WORDS, PART_WORDS
from ashi.web.screening.wording import WEIGHT_WORDS, in_greek, question_of

PARTS = tuple(PART_WORDS)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule in the list, as the draft has it, or as it speaks where there is no draft."""

    rule: Rule
    text: str
    about: str
    on: bool
    weight: str
    packaged: str
    stored: Stored | None
    drafted: bool
    news: str

    @property
    def state(self) -> str:
        """The weight as the style sheets name it."""
        return self.rule.weight.name.lower()

    @property
    def weaker(self) -> bool:
        """Whether the centre has it say less than packaged."""
        return self.stored is not None and not self.stored.lapsed and self.stored.edit.weakens


def rows_of(desk: Desk) -> dict[str, list[RuleRow]]:
    """Return every rule by chapter; in a chapter, rules about the same fact stand together."""
    drafted, news = frozenset(desk.changed), _news(desk)
    return {
        chapter: [row_of(rule, desk, drafted, news) for rule in _by_fact(rules)]
        for chapter, rules in chapters().items()
    }


def _by_fact(rules: Iterable[Rule]) -> list[Rule]:
    rules = list(rules)
    first: dict[tuple[str, ...], int] = {}
    for at, rule in enumerate(rules):
        first.setdefault(rule.facts[:1] or (rule.factor,), at)
    return sorted(rules, key=lambda rule: first[rule.facts[:1] or (rule.factor,)])


def _news(desk: Desk) -> dict[str, str]:
    news = desk.news
    return dict.fromkeys(news.new, str(_("new"))) | dict.fromkeys(
        news.changed, str(_("changed by a release"))
    )


def row_of(packaged: Rule, desk: Desk, drafted: frozenset[str], news: dict[str, str]) -> RuleRow:
    """Return one rule as it is worked on."""
    working = desk.working
    edit = working.protocol.edits.get(packaged.id)
    rule = working.protocol.rule(packaged.id)
    weight = str(WEIGHT_WORDS[rule.weight.name])
    return RuleRow(
        rule=rule,
        text=text_of(rule),
        about=about(packaged),
        on=edit is None or edit.on,
        weight=weight,
        packaged="" if rule.weight is packaged.weight else str(WEIGHT_WORDS[packaged.weight.name]),
        stored=(working.stored or {}).get(packaged.id),
        drafted=packaged.id in drafted,
        news=news.get(packaged.id, ""),
    )


def text_of(rule: Rule) -> str:
    """Return a rule's words in the reader's language."""
    return rule.text_el if in_greek() else rule.text


def about(rule: Rule) -> str:
    """Return the facts a rule reads, as they are asked; or where it holds."""
    kinds = fact_kinds()
    asked = [question_of(kinds[name]) for name in rule.facts if name in kinds]
    if not asked:
        return ", ".join(sorted({point for case in rule.cases for point in case.points})[:12])
    more = len(asked) - 2
    return " · ".join(asked[:2]) + (" · " + _("and %(n)s more") % {"n": more} if more > 0 else "")


def matches(row: RuleRow, words: str) -> bool:
    """Whether every word that was typed stands somewhere in a rule."""
    rule = row.rule
    kinds = fact_kinds()
    asked = [f"{kinds[name].question} {kinds[name].question_el}" for name in rule.facts]
    points = [point for case in rule.cases for point in case.points]
    told = " ".join(
        (rule.id, rule.factor, rule.name, rule.text, rule.text_el, *rule.facts, *points, *asked)
    ).casefold()
    return all(word in told for word in words.casefold().split())


def shown(row: RuleRow, show: str) -> bool:
    """Whether a rule is of the kind that was asked for."""
    kinds = {
        "": True,
        "ours": row.stored is not None,
        "weaker": row.weaker,
        "draft": row.drafted,
        "news": bool(row.news),
    }
    return kinds[show]


def chapter_word(chapter: str) -> str:
    """Return what a chapter is called."""
    return str(CHAPTER_WORDS[chapter])


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of a rule, before and after."""

    part: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A rule that two versions have otherwise."""

    rule: Rule
    parts: list[Difference]
    weaker: bool
    stored: Stored | None


def changed_between(before: InForce, after: InForce, names: Iterable[str]) -> list[Changed]:
    """Return what is otherwise in some rules, part by part."""
    found = []
    for name in names:
        old, new = before.protocol.edits.get(name), after.protocol.edits.get(name)
        packaged = after.protocol.rule(name)
        parts = [
            Difference(str(PART_WORDS[part]), said(before, name, part), said(after, name, part))
            for part in PARTS
            if said(before, name, part) != said(after, name, part)
        ]
        weaker = new is not None and new.weakens
        kept = (after.stored or {}).get(name) if new else (before.stored or {}).get(name)
        if parts or old != new:
            found.append(Changed(packaged, parts, weaker, kept))
    return found


def said(version: InForce, name: str, part: str) -> str:
    """Return a part of a rule as a version has it, in words."""
    edit: Edit | None = version.protocol.edits.get(name)
    rule = version.protocol.rule(name)
    on = edit is None or edit.on
    words = {
        "on": _("speaks") if on else _("is switched off"),
        "weight": str(WEIGHT_WORDS[rule.weight.name]),
        "override": str(OVERRIDE_WORDS[rule.override]),
        "text": rule.text,
        "text_el": rule.text_el,
        "reason": edit.reason if edit else "",
    }
    return words[part]
