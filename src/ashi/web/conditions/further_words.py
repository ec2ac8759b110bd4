"""Words beside claims: whose word on the number of visits."""

from django.utils.translation import gettext_lazy as _

WHO_WORDS = {
    "centre": _("What we plan here"),
    "trials": _("What the studies gave"),
    "funder": _("What insurers pay for"),
}
