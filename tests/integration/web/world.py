"""One of everything that an address can name, at one centre."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.utils import timezone

from ashi.apps.audit.actor import Actor, Source
from ashi.apps.billing.actions import take_payment
from ashi.apps.billing.models import Payment
from ashi.apps.bookings.actions.holding import hold_visit
from ashi.apps.bookings.links import manage_token
from ashi.apps.bookings.models import Visit, Wish
from ashi.apps.bookings.openings import openings_for
from ashi.apps.centres.models import (
    Absence,
    Closure,
    ExtraOpening,
    Membership,
    Permit,
    Resource,
    Service,
    WeeklyHours,
)
from ashi.apps.charting.actions.diagnosing import add_diagnosis
from ashi.apps.charting.actions.doing import add_done
from ashi.apps.charting.actions.events import Told as ToldEvent
from ashi.apps.charting.actions.events import add_event
from ashi.apps.charting.actions.needling import add_needles
from ashi.apps.charting.actions.protocols import keep_protocol
from ashi.apps.charting.actions.texts import keep_phrase, keep_template
from ashi.apps.charting.models import NeedleBox, Needling, Note, Treatment
from ashi.apps.content.models import PageVersion
from ashi.apps.documents.actions import About, add_document
from ashi.apps.documents.models import Document, Kind
from ashi.apps.documents.sniffing import Received
from ashi.apps.encounters.actions.calls import ask_call_back
from ashi.apps.encounters.actions.steps import record_step
from ashi.apps.encounters.calling import ListedCall
from ashi.apps.encounters.lateness import LateRun
from ashi.apps.encounters.models import Bell, CallBack, NeedleIncident, RoomStep, Step
from ashi.apps.evidence.actions import add_trials
from ashi.apps.evidence.models import Origin
from ashi.apps.feed.actions import link_diary
from ashi.apps.messages.actions import queue
from ashi.apps.outcomes.actions.answering import send_answers
from ashi.apps.outcomes.actions.loading import load_questionnaire
from ashi.apps.outcomes.models import Asking, Questionnaire, Response, ThresholdChoice
from ashi.apps.plans.actions.templating import keep_course_template
from ashi.apps.plans.models import Plan, PlanVersion, Review
from ashi.apps.programmes.actions import Plan as HomePlan
from ashi.apps.programmes.actions import prescribe
from ashi.apps.screening.actions.deciding import decide_finding
from ashi.apps.screening.actions.protocol import sign_protocol
from ashi.apps.screening.models import Answer, Complaint, Consent, Decision, ProtocolVersion
from ashi.apps.screening.protocol import desk_of
from ashi.apps.staff.actions.tablets import enrol_tablet
from ashi.apps.staff.models import OpenedRecord, Tablet
from ashi.core.knowledge.pages.reading import Told
from ashi.core.knowledge.physio.exercises import Dose
from tests.desk.added import proposal_of
from tests.desk.asked import as_file, asked, complaint_for, questionnaire, sheet
from tests.desk.centre import SmallCentre, hour_in, make_patient, make_visit, today
from tests.desk.lateness import moved_gym
from tests.desk.merged import TWICE
from tests.desk.phoned import left_as_it_is, listed_call
from tests.desk.planned import plan_of
from tests.desk.repeating import SERIES
from tests.desk.screened import answer, screen_now
from tests.desk.worded import OURS, keep, published
from tests.integration.web.linked import LINKS, an_offer


@dataclass
class World:
    """The objects of one centre, each made when an address first asks for it."""

    small: SmallCentre
    made: dict[str, Any] = field(default_factory=dict)

    def arguments(self, names: Mapping[str, Any]) -> dict[str, Any]:
        """Return a value for each argument of an address."""
        return {name: MAKERS[name](self) for name in names}

    @cached_property
    def visit(self):
        """A visit in which needles went in half an hour ago, so that a bell rings."""
        visit = make_visit(self.small, timezone.now() - timedelta(minutes=40))
        self._step(visit, "needles-in", 12, minutes_ago=30)
        return visit

    @cached_property
    def counted(self):
        """A visit in which one needle was not counted out, and something is paid."""
        begins = timezone.now() - timedelta(minutes=50)
        visit = make_visit(self.small, begins, room="Room 2", therapist="andreas")
        self._step(visit, "needles-in", 12, minutes_ago=45)
        self._step(visit, "needles-out", 11, minutes_ago=20)
        return visit

    def _step(self, visit, kind: str, needles: int, *, minutes_ago: int) -> None:
        record_step(
            by=self.small.actor("maria"),
            step_id=uuid4(),
            visit_id=visit.pk,
            kind=kind,
            needles=needles,
            occurred_at=timezone.now() - timedelta(minutes=minutes_ago),
        )

    @cached_property
    def protocol(self):
        """A protocol that was kept from the record of a visit."""
        by = {"by": self.small.actor("maria"), "visit_id": self.visit.pk}
        add_needles(**by, line="SP6 both 20mm")
        return keep_protocol(**by, name="Calm")

    @cached_property
    def course_template(self):
        """A course that the centre keeps under a name."""
        owner = self.small.actor("owner")
        return keep_course_template(by=owner, plan_id=self.plan.pk, name="Six")

    @cached_property
    def feed(self):
        """A link to a diary, and its token."""
        owner, whose = self.small.actor("owner"), self.small.people["maria"].pk
        return link_diary(by=owner, resource_id=whose, language="en")

    @cached_property
    def signed_protocol(self):
        """The first version of the safety protocol, as packaged."""
        by = self.small.actor("owner")
        return sign_protocol(by=by, seen=desk_of(self.small.centre.pk, timezone.now()).seen)

    @cached_property
    def own_page(self):
        """A page in the centre's own words, with a newer draft that has a sentence to mend."""
        page = ("page", "safety")
        row = published(self.small, page, here=OURS)
        keep(self.small, "maria", page, here=OURS, lead=Told("All of 9 of 10.", "Όλα."))
        return row

    @cached_property
    def phrase(self):
        """A phrase of the one whose role is tried."""
        by = self.small.actor("student")
        return keep_phrase(by=by, shortcut="nad", text="nothing abnormal", shared=False)

    @cached_property
    def template(self):
        """A template of the one whose role is tried."""
        by, said = self.small.actor("student"), {"name": "Back", "plan": "Once more"}
        return keep_template(by=by, said=said, shared=False)

    @cached_property
    def diagnosis(self):
        """A code on the record of a visit."""
        by = self.small.actor("maria")
        return add_diagnosis(by=by, visit_id=self.visit.pk, code="M54.5")

    @cached_property
    def event(self):
        """Something unwanted on the record of a visit."""
        return add_event(
            by=self.small.actor("maria"),
            visit_id=self.visit.pk,
            told=ToldEvent(code="AE02", severity="mild"),
        )

    @cached_property
    def payment(self):
        return take_payment(
            by=self.small.actor("desk"),
            payment_id=uuid4(),
            visit_id=self.counted.pk,
            amount=Decimal(10),
            method="cash",
        )

    @cached_property
    def hold(self):
        """A time that some browser holds."""
        day = today() + timedelta(days=2)
        opening = openings_for(service=self.small.service, first=day, last=day, limit=1)[0]
        public = Actor(role="public", source=Source.PUBLIC)
        return hold_visit(by=public, service=self.small.service, starts_at=opening.start)

    @cached_property
    def wish(self):
        return Wish.objects.create(
            centre=self.small.centre, patient=make_patient(), service=self.small.service
        )

    @cached_property
    def absence(self):
        return Absence.objects.create(resource=self.small.rooms["Gym"], during=hour_in(5))

    @cached_property
    def needle(self):
        """A needle of the visit's note that is not signed."""
        by = self.small.actor("maria")
        return add_needles(by=by, visit_id=self.visit.pk, line="LI4 left 15mm deqi")[0]

    @cached_property
    def plan(self):
        """A plan of the visit's patient that began before it."""
        return plan_of(self.small, self.visit.patient)

    @cached_property
    def review(self):
        """A review of the plan that waits for a second sign."""
        return Review.objects.create(
            plan=self.plan,
            version=self.plan.versions.get(),
            visits=0,
            visits_in_year=21,
            worse="unknown",
            facts={},
            choice="continue",
            reason="because of this test",
            needs_second=True,
            on=today(),
            by=self.small.users["maria"],
            at=timezone.now(),
        )

    @cached_property
    def treatment(self):
        """A treatment of the visit's note that is not signed."""
        add_done(by=self.small.actor("maria"), visit_id=self.visit.pk, line="bridge 3x10; pain 4")
        return Treatment.objects.get(note__visit=self.visit)

    @cached_property
    def call(self):
        """A patient whom somebody must phone now."""
        return ask_call_back(by=self.small.actor("maria"), visit=self.visit)

    @cached_property
    def listed(self):
        return listed_call(self.small)

    @cached_property
    def added_trial(self):
        """A trial that waits for a reviewer."""
        (row,) = add_trials(
            by=self.small.actor("maria"), proposals=[proposal_of()], origin=Origin.FORM
        )
        return row

    @cached_property
    def decision(self):
        """A decision that waits for a second sign."""
        answer(self.small, self.visit, bleed_severe="yes")
        stop = next(one for one in screen_now(self.visit).shown if one.finding.rule.id == "CI008")
        (kept,) = decide_finding(
            by=self.small.actor("maria"),
            visit_id=self.visit.pk,
            find=lambda visit: screen_now(visit).shown,
            key=stop.key,
            choice="went_ahead",
            reason="because of this test",
        )
        return kept

    @cached_property
    def extra(self):
        return ExtraOpening.objects.create(resource=self.small.rooms["Gym"], during=hour_in(7))

    @cached_property
    def closure(self):
        return Closure.objects.create(centre=self.small.centre, during=hour_in(6), name="Painting")

    @cached_property
    def programme(self):
        plan = HomePlan((("LB11", Dose(sets=3, reps=10)),), today())
        by, patient = self.small.actor("maria"), self.visit.patient_id
        return prescribe(by=by, patient_id=patient, plan=plan)

    @cached_property
    def document(self):
        return add_document(
            by=self.small.actor("maria"),
            patient_id=self.visit.patient_id,
            file=Received("old note.txt", b"pain in the back"),
            about=About("Old note", Kind.NOTE, date(2020, 2, 3)),
            visit_id=self.visit.pk,
        )

    @cached_property
    def asking(self):
        """Questions that a patient has open, with a complaint they are about."""
        complaint = complaint_for(self.visit.patient, days_ago=1)
        return asked(self.small, self.visit.patient, complaint=complaint, visit=self.visit)

    @cached_property
    def response(self):
        """An answer that was sent, to other questions."""
        other = asked(self.small, self.visit.patient, complaint=self.asking.complaint)
        by = Actor(role="public", source=Source.LINK)
        return send_answers(by=by, asking_id=other.pk, sheet=sheet()).responses[0]

    @cached_property
    def questionnaire(self):
        return load_questionnaire(
            by=self.small.actor("owner"),
            measure="PHQ9",
            language="en",
            data=as_file(questionnaire()),
        )

    @cached_property
    def letter(self):
        return queue(
            kind="booking-code",
            to="despina@example.com",
            language="en",
            context={"code": "123456", "centre": "here"},
            dedupe_key=f"world:{self.small.centre.pk}",
            centre_id=self.small.centre.pk,
        )

    @cached_property
    def tablet(self):
        return enrol_tablet(by=self.small.actor("owner"), name="Tablet")[0]

    @cached_property
    def opened(self):
        now = timezone.now()
        return OpenedRecord.objects.create(
            user=self.small.users["desk"],
            centre=self.small.centre,
            patient_id=self.visit.patient_id,
            reason="because of this test",
            opened_at=now,
            until=now + timedelta(hours=1),
        )

    def state(self) -> list[list[Any]]:
        """Return all rows that somebody of another centre could wrongly change."""
        mine = {"centre": self.small.centre}
        rows = (
            Visit.objects.filter(session__centre=self.small.centre),
            Step.objects.filter(visit__session__centre=self.small.centre),
            Bell.objects.filter(visit__session__centre=self.small.centre),
            NeedleIncident.objects.filter(visit__session__centre=self.small.centre),
            Payment.objects.filter(visit__session__centre=self.small.centre),
            Resource.objects.filter(**mine),
            Absence.objects.filter(resource__centre=self.small.centre),
            Closure.objects.filter(**mine),
            Note.objects.filter(visit__session__centre=self.small.centre),
            Treatment.objects.filter(note__visit__session__centre=self.small.centre),
            Needling.objects.filter(note__visit__session__centre=self.small.centre),
            Document.objects.filter(visit__session__centre=self.small.centre),
            Answer.objects.filter(visit__session__centre=self.small.centre),
            Decision.objects.filter(visit__session__centre=self.small.centre),
            Consent.objects.filter(visit__session__centre=self.small.centre),
            ListedCall.objects.filter(call_list__centre=self.small.centre),
            CallBack.objects.filter(visit__session__centre=self.small.centre),
            Complaint.objects.filter(visit__session__centre=self.small.centre),
            ExtraOpening.objects.filter(resource__centre=self.small.centre),
            Service.objects.filter(**mine),
            Permit.objects.filter(resource__centre=self.small.centre),
            WeeklyHours.objects.filter(resource__centre=self.small.centre),
            RoomStep.objects.filter(resource__centre=self.small.centre),
            LateRun.objects.filter(**mine),
            Wish.objects.filter(**mine),
            Asking.objects.filter(**mine),
            Response.objects.filter(asking__centre=self.small.centre),
            Questionnaire.objects.filter(**mine),
            ThresholdChoice.objects.filter(**mine),
            Plan.objects.filter(**mine),
            PlanVersion.objects.filter(plan__centre=self.small.centre),
            Review.objects.filter(plan__centre=self.small.centre),
            Tablet.objects.filter(**mine),
            OpenedRecord.objects.filter(**mine),
            Membership.objects.filter(**mine),
            ProtocolVersion.objects.filter(**mine),
            PageVersion.objects.filter(**mine),
        )
        return [list(one.order_by("pk").values_list()) for one in rows]


# By the name an argument has in an address; whoever adds one says which object it names.
MAKERS: dict[str, Callable[[World], Any]] = {
    **LINKS,
    **TWICE,
    **SERIES,
    "insight": lambda _world: "wait-room",
    "absence_id": lambda world: world.absence.pk,
    "diagnosis_id": lambda world: world.diagnosis.pk,
    "event_id": lambda world: world.event.pk,
    "extra_id": lambda world: world.extra.pk,
    "box_id": lambda world: NeedleBox.objects.get(centre=world.small.centre).pk,
    "left_id": lambda world: left_as_it_is(world.visit, world.small.users["owner"]).pk,
    "bell_id": lambda world: Bell.objects.get(visit=world.visit).pk,
    "closure_id": lambda world: world.closure.pk,
    "what": lambda world: "treatment",
    "row_id": lambda world: world.treatment.pk,
    "call_list_id": lambda world: world.listed.call_list_id,
    "listed_call_id": lambda world: world.listed.pk,
    "call_id": lambda world: world.call.pk,
    "step": lambda world: "story",
    "column": lambda world: world.small.rooms["Room 1"].pk,
    "day": lambda world: today(),
    "decision_id": lambda world: world.decision.pk,
    "document_id": lambda world: world.document.pk,
    "group": lambda world: "today",
    "code": lambda world: "BL23",
    "way": lambda world: "here",
    "said": lambda world: "yes",
    "course_template_id": lambda world: world.course_template.pk,
    "feed_id": lambda world: world.feed[0].pk,
    "feed_token": lambda world: world.feed[1],
    "side": lambda world: "left",
    "view_name": lambda world: "low_back",
    "incident_id": lambda world: NeedleIncident.objects.get(visit=world.counted).pk,
    "kind": lambda world: "room",
    "run_id": lambda world: moved_gym(world.small).pk,
    "membership_id": lambda world: Membership.objects.get(user=world.small.users["desk"]).pk,
    "message_id": lambda world: world.letter.pk,
    "needle_id": lambda world: world.needle.pk,
    "opened_id": lambda world: world.opened.pk,
    "patient_id": lambda world: world.visit.patient_id,
    "number": lambda world: world.signed_protocol.number,
    "rule_id": lambda world: "CI008",
    "plan_id": lambda world: world.plan.pk,
    "review_id": lambda world: world.review.pk,
    "protocol_id": lambda world: world.protocol.pk,
    "phrase_id": lambda world: world.phrase.pk,
    "template_id": lambda world: world.template.pk,
    "payment_id": lambda world: world.payment.pk,
    "resource_id": lambda world: world.small.rooms["Room 1"].pk,
    "service_id": lambda world: world.small.service.pk,
    "session_id": lambda world: world.visit.session_id,
    "technique": lambda world: "needling",
    "slug": lambda world: world.small.service.slug,
    "condition_slug": lambda world: "migraine",
    "page_slug": lambda world: "safety",
    "page_kind": lambda world: world.own_page.kind,
    "page_name": lambda world: world.own_page.name,
    "content_number": lambda world: world.own_page.number,
    "person_id": lambda world: world.small.people["maria"].pk,
    "exercise_id": lambda world: "LB11",
    "claim_id": lambda world: "migraine-v-sham",
    "change_id": lambda world: world.added_trial.pk,
    "question_id": lambda world: "lbp-chronic-sham-after",
    "step_id": lambda world: uuid4(),
    "entry_id": lambda world: uuid4(),
    "tablet_id": lambda world: world.tablet.pk,
    "asking_id": lambda world: world.asking.pk,
    "response_id": lambda world: world.response.pk,
    "questionnaire_id": lambda world: world.questionnaire.pk,
    "complaint_id": lambda world: world.asking.complaint_id,
    "measure_code": lambda world: "NDI",
    "trial": lambda world: "kerr2003",
    "token": lambda world: manage_token(world.visit),
    "visit": lambda world: world.hold.uuid,
    "visit_id": lambda world: world.visit.pk,
    "offer_id": lambda world: an_offer(world).pk,
    "wish_id": lambda world: world.wish.pk,
}
