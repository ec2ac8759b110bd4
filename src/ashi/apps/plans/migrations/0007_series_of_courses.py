"""Visits that were booked for a plan before are one series, as those booked from now on."""

from collections import defaultdict
from uuid import uuid4

from django.conf import settings
from django.db import migrations


def keep_as_series(apps, _schema):
    """Make a series of each plan's visits, where they are two or more and in none yet."""
    PlanVisit = apps.get_model("plans", "PlanVisit")
    Series = apps.get_model("bookings", "Series")
    SeriesVisit = apps.get_model("bookings", "SeriesVisit")
    visits = defaultdict(list)
    rows = PlanVisit.objects.filter(visit__repeats=None, visit__patient__isnull=False)
    for one in rows.select_related("plan", "visit__session").order_by("visit_id"):
        visits[one.plan].append(one)
    for plan, many in visits.items():
        if len(many) < 2:
            continue
        series = Series.objects.create(
            id=uuid4(), centre_id=plan.centre_id, created_at=many[0].at, created_by_id=many[0].by_id
        )
        SeriesVisit.objects.bulk_create(
            SeriesVisit(series=series, visit=one.visit, due_at=one.visit.session.starts_at)
            for one in many
        )


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("bookings", "0006_series"),
        ("plans", "0006_course_templates"),
    ]

    operations = [migrations.RunPython(keep_as_series, migrations.RunPython.noop)]
