"""A patient of a small centre, and a folder for the files of the test alone."""

from datetime import date

import pytest
from django.core.management import call_command

from ashi.apps.documents.actions import About, add_document
from ashi.apps.documents.models import Document, Kind
from ashi.apps.documents.sniffing import Received
from ashi.apps.patients.models import Patient
from tests.desk.centre import SmallCentre, make_centre, make_patient


@pytest.fixture
def small(db, settings, tmp_path) -> SmallCentre:
    settings.STAFF_NEED_SECOND_FACTOR = False
    settings.DOCUMENTS_ROOT = tmp_path / "documents"
    call_command("createcachetable", verbosity=0)
    return make_centre()


@pytest.fixture
def patient(small) -> Patient:
    return make_patient()


@pytest.fixture
def hang(small, patient):
    """Hang a text on the patient."""

    def hung(title="Letter", text="Pain in the back", dated=date(2026, 3, 5), **more) -> Document:
        return add_document(
            by=more.pop("by", small.actor("maria")),
            patient_id=more.pop("patient_id", patient.pk),
            file=Received("letter.txt", text.encode()),
            about=About(title, Kind.LETTER, dated),
            **more,
        )

    return hung
