"""A centre: its rules, its members, its closures."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.models import F, Q

from ashi.apps.accounts.roles import Role
from ashi.apps.centres.models.spans import BOUNDED


class Centre(models.Model):
    """One place with its own diary, zone and booking rules.

    ``reminders_min`` are minutes before a visit; none: patients are not reminded.
    ``most_needled``: so many patients of one practitioner may rest with needles in at once.
    ``late_online``: where a late cancellation costs something, the patient may make it by the
    link, and says that it is owed. ``offers_freed``: a time that comes free is offered to who
    waits, for ``offer_min``. From ``quiet_from_min`` to ``quiet_to_min`` (wall clock) nobody is
    written to of what can wait.
    """

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_el = models.CharField(max_length=120, blank=True)
    about = models.TextField(blank=True)
    about_el = models.TextField(blank=True)
    zone = models.CharField(max_length=40, default="Europe/Nicosia")
    country = models.CharField(max_length=2, default="CY")
    currency = models.CharField(max_length=3, default="EUR")
    language = models.CharField(max_length=8, default="en")
    address = models.CharField(max_length=200, blank=True)
    address_el = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    grain_min = models.PositiveSmallIntegerField(default=5)
    lead_min = models.PositiveIntegerField(default=120)
    horizon_days = models.PositiveSmallIntegerField(default=60)
    hold_min = models.PositiveSmallIntegerField(default=10)
    cancel_limit_h = models.PositiveSmallIntegerField(default=24)
    late_cents = models.PositiveIntegerField(default=0, db_default=0)  # 0: a late change is free
    late_online = models.BooleanField(default=True, db_default=True)
    no_show_cents = models.PositiveIntegerField(default=0, db_default=0)
    deposit_cents = models.PositiveIntegerField(default=0, db_default=0)
    takes_new_online = models.BooleanField(default=True)
    most_resting = models.PositiveSmallIntegerField(null=True, blank=True)  # rooms a remover has
    most_needled = models.PositiveSmallIntegerField(null=True, blank=True)
    counts_twice = models.BooleanField(default=False)  # needles, by a second person
    reminders_min = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    offers_freed = models.BooleanField(default=False)
    offer_min = models.PositiveSmallIntegerField(default=60)
    quiet_from_min = models.PositiveSmallIntegerField(default=1200)
    quiet_to_min = models.PositiveSmallIntegerField(default=540)
    terms = models.TextField(blank=True)
    terms_el = models.TextField(blank=True)
    terms_version = models.PositiveSmallIntegerField(default=1)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="centre_grain_divides_hour",
                condition=Q(grain_min__in=[1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60]),
            ),
            models.CheckConstraint(
                name="centre_quiet_is_of_a_day",
                condition=Q(quiet_from_min__lt=1440) & Q(quiet_to_min__lt=1440),
            ),
            models.CheckConstraint(
                name="centre_remover_has_a_room",
                condition=Q(most_resting=None) | Q(most_resting__gte=1),
            ),
            models.CheckConstraint(
                name="centre_needler_has_a_room",
                condition=Q(most_needled=None) | Q(most_needled__gte=1),
            ),
        ]

    def __str__(self) -> str:
        """Return the centre's name."""
        return self.name


class Membership(models.Model):
    """One person's role at one centre, with the days it holds."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in Role])
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "centre", "role"], name="membership_once"),
            models.CheckConstraint(
                name="membership_days_in_order",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="membership_locum_ends",
                condition=~Q(role="locum") | Q(ends_on__isnull=False),
            ),
        ]


class Closure(models.Model):
    """A span in which the whole centre is closed; public holidays wait for the owner's word."""

    class State(models.TextChoices):
        """Only a confirmed closure closes anything."""

        PROPOSED = "proposed"
        CONFIRMED = "confirmed"
        DECLINED = "declined"

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="closures")
    during = DateTimeRangeField()
    name = models.CharField(max_length=120)
    name_el = models.CharField(max_length=120, blank=True)
    holiday_key = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PROPOSED)

    class Meta:
        constraints = [
            models.CheckConstraint(name="closure_bounded", condition=BOUNDED),
            models.UniqueConstraint(
                fields=["centre", "holiday_key"],
                condition=~Q(holiday_key=""),
                name="closure_holiday_once",
            ),
        ]
