"""One cheap query that changes whenever anything on the day's board changes.

It is made of the ids and versions of the day's rows: a maximum would miss a transaction that
commits late, and a counter would make bookings wait for one another (DESIGN 7).
"""

from datetime import datetime

from django.db import connection

from ashi.apps.encounters.day_board import Day

_TAG = """
with visits as (
    select v.id, v.session_id, v.patient_id, v.version, v.status, v.hold_expires_at,
        v.form_missing, s.starts_at <= %(now)s as begun
    from bookings_visit v join bookings_session s on s.id = v.session_id
    where s.centre_id = %(centre)s and s.starts_at >= %(first)s and s.starts_at < %(last)s
), marks as (
    select 'v' || v.id || '.' || v.version || v.status || v.form_missing
        || coalesce(v.hold_expires_at > %(now)s, false) || v.begun || '.' || s.version
        || '.' || coalesce(p.version, 0) as mark
    from visits v join bookings_session s on s.id = v.session_id
    left join patients_patient p on p.id = v.patient_id
    union all
    select 's' || id from encounters_step where visit_id in (select id from visits)
    union all
    select 'b' || id || '.' || coalesce(taken_by_id, 0) || '.' || coalesce(called_id, 0)
        || coalesce(extract(epoch from taken_at)::text, '') || (due_at <= %(now)s)
    from encounters_bell where closed_at is null and visit_id in (select id from visits)
    union all
    select 'i' || i.id || '.' || i.counted_in || '.' || i.counted_out
    from encounters_needleincident i
    join bookings_visit v on v.id = i.visit_id join bookings_session s on s.id = v.session_id
    where i.closed_at is null and s.centre_id = %(centre)s
    union all
    select 'n' || id from encounters_secondcount
    where closed_at is null and visit_id in (select id from visits)
    union all
    select 'o' || id || '.' || (ended_at is null) from bookings_override
    where session_id in (select session_id from visits)
    union all
    select 'l' || id from encounters_latenote where visit_id in (select id from visits)
    union all
    select 'p' || id from billing_payment where visit_id in (select id from visits)
    union all
    select 'f' || id from billing_ledgerentry where visit_id in (select id from visits)
    union all
    select 'r' || t.id from encounters_roomstep t join centres_resource r on r.id = t.resource_id
    where r.centre_id = %(centre)s and t.occurred_at >= %(first)s and t.occurred_at < %(last)s
    union all
    select 'a' || a.id || '.' || a.during::text
    from centres_absence a join centres_resource r on r.id = a.resource_id
    where r.centre_id = %(centre)s and a.during && tstzrange(%(first)s, %(last)s)
    union all
    select 'c' || id || '.' || state from centres_closure
    where centre_id = %(centre)s and during && tstzrange(%(first)s, %(last)s)
    union all
    select 'k' || k.id || '.' || k.outcome from encounters_listedcall k
    join encounters_calllist t on t.id = k.call_list_id
    where k.closed_at is null and t.centre_id = %(centre)s
    union all
    select 'w' || id from bookings_wish where centre_id = %(centre)s and state = 'open'
)
select coalesce(md5(string_agg(mark, ',' order by mark)), '') from marks
"""


def day_tag(centre_id: int, day: Day, now: datetime) -> str:
    """Return a digest of the day's rows: equal as long as nothing on the board has changed."""
    values: dict[str, int | datetime] = {
        "centre": centre_id,
        "first": day.first,
        "last": day.last,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAG, values)
        row = cursor.fetchone()
    return str(row[0])
