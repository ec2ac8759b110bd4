"""The product's settings with the two things that tests need otherwise."""

from ashi.config.settings import *  # noqa: F403 -- this is what a settings module of Django is
from ashi.config.settings import STORAGES as SERVED

# Names without hashes: tests run before `collectstatic` has made the manifest.
STORAGES = SERVED | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# Tests sign people in by a session; the one test of the second factor switches it on.
STAFF_NEED_SECOND_FACTOR = False
