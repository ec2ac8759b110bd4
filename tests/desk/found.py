"""Visits at which something is found and measured."""

from django.utils import timezone

from ashi.apps.charting.actions.doing import add_done
from ashi.apps.charting.actions.signing import sign_note
from ashi.apps.charting.actions.writing import save_note
from tests.desk.centre import make_visit

LINE = (
    "pain 5; knee flexion right 110; achilles reflex left 1+; phalen right neg; "
    "tenderness gluteus medius left 3; light touch L5 left altered; ulnt1 left nd; slr left pos 45"
)


def find(small, visit, line=LINE):
    return add_done(by=small.actor("maria"), visit_id=visit.pk, line=line)


def sign(small, visit, **more):
    none = {"adverse": "none", "adverse_since": "none"}
    save_note(by=small.actor("maria"), visit_id=visit.pk, seen=0, texts={}, **none)
    return sign_note(by=small.actor("maria"), visit_id=visit.pk, seen=1, **more)


def gym_visit(small, patient, ago):
    return make_visit(
        small, timezone.now() - ago, patient, service=small.gym, room="Gym", therapist=None
    )
