"""What was asked of a patient before anything was done, and what a clinician decided on it.

Answers, decisions and consents are only added: what was said on a day stays said. The latest
answer to a question counts, and a question that nobody answered is unknown, never "no".
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from ashi.apps.bookings.models import Visit
from ashi.apps.centres.models import Centre
from ashi.apps.patients.models import Patient


class By(models.TextChoices):
    """Who gave an answer: asked by staff, or at home by the patient or who speaks for them."""

    STAFF = "staff"
    PATIENT = "patient"


class Answer(models.Model):
    """One answer to one question (``core.safety.facts``); ``sites`` are ``[region, side]``."""

    class Value(models.TextChoices):
        """Three values, end to end."""

        YES = "yes"
        NO = "no"
        UNKNOWN = "unknown"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="answers")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="+")
    fact = models.CharField(max_length=40)
    value = models.CharField(max_length=7, choices=Value.choices, default=Value.UNKNOWN)
    number = models.FloatField(null=True)
    sites = models.JSONField(default=list)
    source = models.CharField(max_length=7, choices=By.choices, default=By.STAFF)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="answer_three_valued", condition=Q(value__in=["yes", "no", "unknown"])
            ),
        ]
        indexes = [models.Index(fields=["patient", "fact", "-at"], name="answer_latest")]


class Complaint(models.Model):
    """What somebody comes with, and where it is (areas of ``core.safety.places``)."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="complaints")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=300)
    areas = ArrayField(models.CharField(max_length=40), default=list)
    source = models.CharField(max_length=7, choices=By.choices, default=By.STAFF)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["patient", "-at"], name="complaint_latest")]


class ProtocolVersion(models.Model):
    """A version of a centre's protocol: a draft until one person signs it, then kept as it is.

    ``edits`` hold what differs from the packaged rules (``protocol.Stored``), ``seen`` the digest
    of every packaged rule that whoever signed had before them, ``version`` what names the whole.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(null=True)
    edits = models.JSONField(default=list)
    seen = models.JSONField(default=dict)
    packaged = models.CharField(max_length=12, blank=True)
    version = models.CharField(max_length=12, blank=True)
    begun_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_name = models.CharField(max_length=254, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_protocol_draft", fields=["centre"], condition=Q(signed_at__isnull=True)
            ),
            models.UniqueConstraint(name="protocol_numbers", fields=["centre", "number"]),
            models.CheckConstraint(
                name="protocol_signed_whole",
                condition=Q(signed_at=None, number=None, signed_by=None)
                | Q(signed_at__isnull=False, number__isnull=False, signed_by__isnull=False),
            ),
        ]


class Decision(models.Model):
    """What was decided on a finding at a visit, in which words the protocol spoke.

    ``places`` holds what the finding was said of; at more places than these it is open again.
    ``protocol`` names the packaged rules, ``spoken`` the centre's signed version of them, if any.
    ``second`` is asked where the protocol asks for it, and given by somebody else.
    """

    class Choice(models.TextChoices):
        """As ``core.safety.decisions.Choice``."""

        OTHERWISE = "otherwise"
        WENT_AHEAD = "went_ahead"
        NOT_DONE = "not_done"

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="decisions")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    finding = models.CharField(max_length=300)
    rule = models.CharField(max_length=40)
    weight = models.CharField(max_length=8)
    places = ArrayField(models.CharField(max_length=200), default=list)
    said = models.TextField()
    protocol = models.CharField(max_length=12)
    spoken = models.ForeignKey(
        ProtocolVersion, on_delete=models.PROTECT, null=True, related_name="+"
    )
    choice = models.CharField(max_length=10, choices=Choice.choices)
    reason = models.CharField(max_length=500, blank=True)
    as_before = models.BooleanField(default=False)
    needs_second = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    second_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["patient", "-at"], name="decision_latest")]


class FlagDecision(models.Model):
    """What a clinician decided on a red flag that was answered yes; ``answer`` is that yes."""

    class Choice(models.TextChoices):
        """As ``core.safety.red_flags.FlagChoice``."""

        NO_ACTION = "no_action"
        MONITOR = "monitor"
        REFER = "refer"

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="decisions")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="+")
    choice = models.CharField(max_length=9, choices=Choice.choices)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class ConsentPaper(models.Model):
    """A consent text as it was printed for a patient; ``code`` stands on the paper.

    The words are kept, so that a signed paper says what was read whatever the text says later.
    """

    code = models.CharField(max_length=6, unique=True)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="+")
    technique = models.CharField(max_length=30)
    text_version = models.CharField(max_length=12)
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=200)
    paragraphs = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["patient", "technique", "-at"], name="paper_latest")]

    @property
    def spelt(self) -> str:
        """The code as it is read aloud: ``K7M-2PQ``."""
        return f"{self.code[:3]}-{self.code[3:]}"


class Consent(models.Model):
    """A consent to one technique, given in a text's version and language, until withdrawn.

    ``own_rate`` is what was read beside the text of how often this centre saw something unwanted.
    """

    class Way(models.TextChoices):
        """How it was given."""

        SCREEN = "screen"
        PAPER = "paper"
        ALOUD = "aloud"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="consents")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="+")
    technique = models.CharField(max_length=30)
    text_version = models.CharField(max_length=12)
    language = models.CharField(max_length=5)
    own_rate = models.CharField(max_length=500, blank=True)
    way = models.CharField(max_length=6, choices=Way.choices)
    signed_name = models.CharField(max_length=120)
    speaks_for = models.CharField(max_length=120, blank=True)
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    paper = models.ForeignKey(ConsentPaper, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_consent_in_force",
                fields=["patient", "technique"],
                condition=Q(withdrawn_at__isnull=True),
            ),
        ]


class Intake(models.Model):
    """What a patient writes at home before a visit, as typed; answers to questions are Answers."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="intake")
    words = models.CharField(max_length=300, blank=True)
    area = models.CharField(max_length=40, blank=True)
    since = models.CharField(max_length=120, blank=True)
    medicines = models.TextField(blank=True)
    history = models.TextField(blank=True)
    goals = models.TextField(blank=True)
    language = models.CharField(max_length=5)
    begun_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)
    sent_at = models.DateTimeField(null=True)


class MedicineList(models.Model):
    """The medicines somebody takes, as said in the room; the latest list counts. Only added."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["patient", "-at"], name="medicines_latest")]


class CardGiven(models.Model):
    """That the card with warning signs was given and understood: which words, in which language."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="+")
    version = models.CharField(max_length=12)
    language = models.CharField(max_length=5)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["patient", "-at"], name="card_given_latest")]


class PainDrawing(models.Model):
    """Where it hurts on the day of a visit, as drawn (``atlas.drawings``) or said in words.

    Drawn anew until the visit's note is signed; kept as it is from then on.
    """

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="pain_drawing")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="pain_drawings")
    areas = models.JSONField(default=list)
    words = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=7, choices=By.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["patient", "-at"], name="pain_drawing_latest")]
