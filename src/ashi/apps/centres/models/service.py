"""What a centre offers: a service is roles and phases (DESIGN 7, CONTRACTS)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from ashi.apps.centres.models.centre import Centre


class Service(models.Model):
    """Something that can be booked: its roles and phases say who and what it needs when."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="services")
    slug = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    name_el = models.CharField(max_length=120, blank=True)
    description = models.TextField(blank=True)
    description_el = models.TextField(blank=True)
    price = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    payer = models.CharField(max_length=24, default="private")
    least_one_to_one_min = models.PositiveSmallIntegerField(default=0)
    places = models.PositiveSmallIntegerField(default=1)
    bookable_online = models.BooleanField(default=False)
    for_new_patients = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)
    reminders_min = ArrayField(
        models.PositiveSmallIntegerField(), null=True, blank=True, default=None
    )  # None: the centre's
    notice_h = models.PositiveSmallIntegerField(null=True, blank=True)  # as the next three
    late_cents = models.PositiveIntegerField(null=True, blank=True)
    no_show_cents = models.PositiveIntegerField(null=True, blank=True)
    deposit_cents = models.PositiveIntegerField(null=True, blank=True)
    approves_first = models.BooleanField(default=False, db_default=False)  # visits booked online
    answer_h = models.PositiveSmallIntegerField(default=24, db_default=24)  # before, at the latest
    forms_first = models.BooleanField(default=False, db_default=False)
    forms_h = models.PositiveSmallIntegerField(default=24, db_default=24)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "slug"], name="service_slug_once"),
            models.CheckConstraint(name="service_has_places", condition=Q(places__gte=1)),
            models.CheckConstraint(name="service_price", condition=Q(price__gte=0)),
        ]

    def __str__(self) -> str:
        """Return the service's name."""
        return self.name

    @property
    def reminded_min(self) -> list[int]:
        """Return the minutes before a visit at which to remind, its own or the centre's."""
        own = self.reminders_min
        return sorted(self.centre.reminders_min if own is None else own, reverse=True)


class ServiceRole(models.Model):
    """Who or what a service needs: filled by one resource for the whole visit.

    ``acts`` are the permits a person needs for it; ``skills`` means any of them. ``only`` are the
    resources that may fill it (empty: any that fits), ``preferred`` those taken first when free,
    in this order: ids of resources of the centre, which are put away but never deleted.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="roles")
    key = models.SlugField(max_length=24)
    kinds = ArrayField(models.CharField(max_length=16))
    skills = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    acts = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    profession = models.CharField(max_length=24, blank=True)
    only = ArrayField(models.BigIntegerField(), default=list, blank=True)
    preferred = ArrayField(models.BigIntegerField(), default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["service", "key"], name="service_role_once"),
        ]


class PhaseKind(models.TextChoices):
    """How a phase is drawn and which step ends it."""

    WITH = "with"
    REST = "rest"
    OUT = "out"
    MOVE = "move"
    DRESS = "dress"
    TURN = "turn"


class ServicePhase(models.Model):
    """One stretch of a visit: how long, and which roles are present."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="phases")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=24)
    kind = models.CharField(max_length=8, choices=PhaseKind.choices)
    name = models.CharField(max_length=80)
    name_el = models.CharField(max_length=80, blank=True)
    minutes = models.PositiveSmallIntegerField()
    least_min = models.PositiveSmallIntegerField(null=True, blank=True)
    may_be_left_out = models.BooleanField(default=False)
    roles = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    patient = models.BooleanField(default=True)
    check_after_min = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["service", "key"], name="service_phase_once"),
            models.CheckConstraint(name="phase_lasts", condition=Q(minutes__gte=1)),
        ]
