"""A form that was cut on its way writes nothing, though its first half would be a form."""

from io import BytesIO
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client

from ashi.apps.patients.models import Patient
from ashi.config.whole import only_whole
from tests.desk.signing import BACKEND

pytestmark = pytest.mark.slow
TOKEN = "a" * 32
FORM = {
    "csrfmiddlewaretoken": TOKEN,
    "key": str(uuid4()),
    "not_left_alone": "unknown",
    "given_name": "Maria",
    "family_name": "Nicolaou",
    "phone": "+35799123456",
    "language": "el",
    "desk_note": "must not be left alone on the couch",
}


def post(client: Client, body: bytes, length: int, kind: str) -> int:
    """Post a body, and say that it is so long."""
    environ = client._base_environ(
        PATH_INFO="/patients/new",
        REQUEST_METHOD="POST",
        CONTENT_TYPE=kind,
        CONTENT_LENGTH=str(length),
        HTTP_COOKIE=f"sessionid={client.cookies['sessionid'].value}; csrftoken={TOKEN}",
    )
    environ["wsgi.input"] = BytesIO(body)
    return only_whole(lambda given, _: client.handler(given))(environ, print).status_code


def multipart(form: dict[str, str]) -> bytes:
    parts = [
        f'--here\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in form.items()
    ]
    return ("".join(parts) + "--here--\r\n").encode()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (urlencode(FORM).encode(), "application/x-www-form-urlencoded"),
        (multipart(FORM), "multipart/form-data; boundary=here"),
    ],
    ids=["form", "files"],
)
def test_only_the_whole_form_is_kept(small, body, kind):
    desk = Client(enforce_csrf_checks=True)
    desk.force_login(small.users["desk"], backend=BACKEND)
    before = Patient.objects.count()

    for cut in (20, 40):
        assert post(desk, body[:-cut], len(body), kind) == 403
        assert Patient.objects.count() == before

    assert post(desk, body, len(body), kind) == 302
    assert Patient.objects.count() == before + 1
