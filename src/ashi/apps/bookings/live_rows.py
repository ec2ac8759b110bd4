"""How the diary's rows are asked for: the cost is the same however long the past is."""

from collections.abc import Collection
from datetime import datetime
from typing import Self, TypeAlias, TypeVar

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Model, Q, QuerySet

from ashi.apps.centres.models import Resource

Row = TypeVar("Row", bound=Model)
During: TypeAlias = DateTimeTZRange | tuple[datetime | None, datetime | None]


class OccupancyQuerySet(QuerySet[Row]):
    """Rows of the diary."""

    def live_within(self, resources: Collection[Resource | int], during: During) -> Self:
        """Return what some resources are promised for within a span.

        Guarded or not are asked as two halves: each is answered from its own partial index.
        """
        halves = Q(guarded=True) | Q(guarded=False)
        return self.filter(halves, live=True, resource__in=resources, during__overlap=during)
