"""Every form of the product as it would be posted to a server of its own; run inside that server.

The forms are found as ``tests/integration/web/test_bad_input.py`` finds them, on the pages
themselves; here they are told as plain values to a test that posts them from outside.
"""

import json
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import call_command
from django.utils.crypto import get_random_string

from ashi.web.policy import SECOND_FACTOR
from tests.desk.centre import make_centre
from tests.integration.web.sent import OF_THE_SITE
from tests.integration.web.test_bad_input import AREAS, Found, filled, forms
from tests.integration.web.world import World

# Taking something away, closing it or signing out: posted last, so that the others find it there.
LATE = ("end", "cancel", "drop", "off", "revoke", "archive", "sign", "publish", "out", "back")


@dataclass(frozen=True)
class Post:
    """A form as it goes over the line."""

    name: str
    path: str
    cookies: str
    body: str


def tell_forms() -> None:
    """Make a centre with one of everything, and print every form that its pages show."""
    settings.ALLOWED_HOSTS = ["*"]
    settings.STAFF_NEED_SECOND_FACTOR = False
    call_command("createcachetable", verbosity=0)
    world = World(make_centre())
    found = [one for area in AREAS for one in forms(world, area) if one.name not in OF_THE_SITE]
    found.sort(key=lambda one: one.name.rsplit("-", 1)[-1] in LATE)
    print(json.dumps([asdict(_post(one)) for one in found]))


def _post(found: Found) -> Post:
    token = get_random_string(32)
    if "sessionid" in {settings.SESSION_COOKIE_NAME} & set(found.client.cookies):
        session = found.client.session
        session[SECOND_FACTOR] = True
        session.save()
    cookies = {name: one.value for name, one in found.client.cookies.items()}
    cookies[settings.CSRF_COOKIE_NAME] = token
    sent = {**filled(found.form), "csrfmiddlewaretoken": token}
    return Post(
        name=found.name,
        path=found.form.action,
        cookies="; ".join(f"{name}={value}" for name, value in cookies.items()),
        body=urlencode(sent, doseq=True),
    )
