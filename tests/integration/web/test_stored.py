"""What the generated tests look through: no write escapes the count, not even one taken back."""

import pytest
from django.db import transaction

from ashi.apps.centres.models import Closure
from tests.desk.centre import hour_in
from tests.integration.web.stored import rows, writes


def closed(small) -> Closure:
    return Closure.objects.create(centre=small.centre, during=hour_in(6), name="Painting")


@pytest.mark.parametrize(
    "write",
    [closed, lambda small: small.centre.save(), lambda small: closed(small).delete()],
    ids=["insert", "update", "delete"],
)
def test_each_kind_of_write_is_counted(small, write):
    before = writes()

    with transaction.atomic():
        write(small)
        transaction.set_rollback(True)

    assert writes() != before


def test_what_only_reads_or_signs_in_is_not(small, client):
    before, sum_before = writes(), rows()

    client.get("/accounts/login/")
    list(Closure.objects.all())

    assert (writes(), rows()) == (before, sum_before)


def test_the_sum_tells_one_changed_word_and_comes_back_with_the_rows(small):
    before = rows()

    with transaction.atomic():
        small.centre.name = "Elsewhere"
        small.centre.save()
        changed = rows()
        transaction.set_rollback(True)

    assert changed != before
    assert rows() == before
