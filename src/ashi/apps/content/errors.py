"""Refusals of the centre's own words."""

from ashi.core.kernel.errors import AshiError


class ContentError(AshiError):
    """The root of what is refused of the centre's own words."""

    code = "content.error"


class NoSuchPageError(ContentError):
    """No page has this kind and name, or no version this number."""

    code = "content.no_such_page"


class ContentChangedError(ContentError):
    """Somebody else wrote into the page, or published it, meanwhile."""

    code = "content.changed"


class ContentFaultsError(ContentError):
    """``count`` sentences may not be published as they are."""

    code = "content.faults"


class NothingNewError(ContentError):
    """It says what the page says already."""

    code = "content.nothing_new"


class NotSentError(ContentError):
    """Whoever wrote it has not sent it for publishing."""

    code = "content.not_sent"


class SecondPersonError(ContentError):
    """Whoever wrote last does not publish it; somebody else does."""

    code = "content.second_person"


class DraftStandsError(ContentError):
    """A draft is there: it is published or thrown away first."""

    code = "content.draft_stands"
