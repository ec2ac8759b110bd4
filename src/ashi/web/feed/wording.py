"""Words of calendar links."""

from django.utils.translation import gettext as _

WORDINGS = {
    "feed.unknown": lambda error: _("There is no such link."),
    "feed.too_many": lambda error: (
        _("%(most)s links of this diary are open: revoke one that nobody uses.")
        % {"most": error.fields["most"]}
    ),
}
