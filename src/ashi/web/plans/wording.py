"""Words of plans and reviews."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ashi.core.knowledge.physio.exercises import all_exercises
from ashi.web.templatetags.frame import in_language

PHASE_WORDS = {
    "acute": pgettext_lazy("phase", "acute"),
    "subacute": pgettext_lazy("phase", "subacute"),
    "chronic": pgettext_lazy("phase", "chronic"),
    "surgery": pgettext_lazy("phase", "after surgery"),
}
MODALITY_WORDS = {
    "acupuncture": gettext_lazy("Acupuncture"),
    "physiotherapy": gettext_lazy("Physiotherapy"),
    "both": gettext_lazy("Both in one visit"),
}
OPTION_WORDS = {
    "acupuncture": gettext_lazy("Acupuncture"),
    "physiotherapy": gettext_lazy("Physiotherapy and exercise"),
    "both": gettext_lazy("Both together"),
    "medicine": gettext_lazy("Medicine, with their doctor"),
    "nothing": gettext_lazy("Doing nothing for now"),
}
CHOICE_WORDS = {
    "continue": pgettext_lazy("review", "Continue as planned"),
    "change": pgettext_lazy("review", "Change the plan"),
    "taper": pgettext_lazy("review", "Space the visits out"),
    "stop": pgettext_lazy("review", "End the course"),
    "refer": pgettext_lazy("review", "End it and refer"),
}
FACT_WORDS = {
    "yes": pgettext_lazy("fact", "holds"),
    "no": pgettext_lazy("fact", "does not hold"),
    "unknown": pgettext_lazy("fact", "not known"),
}
LINE_WORDS = {
    "little_change": gettext_lazy("Late in the course, little change, and not felt to be better"),
    "worse_again": gettext_lazy("Worse at this review and at the one before"),
    "serious_event": gettext_lazy("Something serious happened"),
    "changed_enough": gettext_lazy("A change that people notice, in any measure"),
    "many_visits": gettext_lazy("More than twenty visits in twelve months"),
}
PGIC_WORDS = {
    1: gettext_lazy("very much improved"),
    2: gettext_lazy("much improved"),
    3: gettext_lazy("minimally improved"),
    4: gettext_lazy("no change"),
    5: gettext_lazy("minimally worse"),
    6: gettext_lazy("much worse"),
    7: gettext_lazy("very much worse"),
}
FIELD_WORDS = {
    "visits": gettext_lazy(
        "Each visit has needles, physiotherapy or both: the numbers do not fit."
    ),
    "acupuncture": gettext_lazy("More visits with needles than visits."),
    "physiotherapy": gettext_lazy("More visits with physiotherapy than visits."),
    "min_days": gettext_lazy("The least days apart are more than the most, or none."),
    "max_days": gettext_lazy("At most 90 days between two visits."),
    "reviews": gettext_lazy("Write the visits in order, such as 4, 6."),
    "stop_at": gettext_lazy("Write a visit of the course."),
    "review_every": gettext_lazy("Write a number of visits."),
    "review_days": gettext_lazy("Write days, 90 at most."),
    "protocol": gettext_lazy("Choose one of the list."),
    "treatments": gettext_lazy("Choose from the list."),
    "measures": gettext_lazy("Choose from the list; of the two ratings of change only one."),
    "operated_part": gettext_lazy("Say what was operated on."),
    "until_week": gettext_lazy("Write a week from 1 to 104, only beside what is not allowed yet."),
}
DAY_WORDS = {
    "started_on": gettext_lazy("Write a day within the last year, today at the latest."),
    "operated_on": gettext_lazy("Write the day of the operation, not after the plan began."),
    "valid_to": gettext_lazy("It ends before it begins."),
}
TEXT_WORDS = {
    "told": gettext_lazy("Say what was told; doing nothing is always among it."),
    "prefers": gettext_lazy("Write what the patient prefers."),
    "choice": gettext_lazy("Choose what is to come."),
}
COVER_WORDS = {
    "covered": gettext_lazy("covered by the referral"),
    "early": gettext_lazy("before the referral begins"),
    "late": gettext_lazy("after the referral ends"),
    "used_up": gettext_lazy("past the number of visits of the referral"),
    "year_full": gettext_lazy("past the most visits of a year"),
}
REASON_WORDS = {
    "limit": gettext_lazy("not allowed yet: %(limit)s"),
    "limit_until": gettext_lazy("not allowed before week %(week)s: %(limit)s"),
    "unsaid": gettext_lazy("nobody said whether the surgeon allows: %(limit)s"),
    "early": gettext_lazy("written from week %(week)s after the operation"),
    "unwritten": gettext_lazy("no week after the operation is written for it"),
}
FIELDS_OF = {
    "plans.dose",
    "plans.day",
    "plans.no_words",
    "plans.score",
    "plans.template_named",
    "patients.too_long",
}


def _exercise(exercise_id: str) -> str:
    found = all_exercises().get(exercise_id)
    return in_language(found, "name") if found else exercise_id


WORDINGS = {
    "plans.error": lambda error: _("This cannot be kept."),
    "plans.unknown": lambda error: _("There is no such plan, goal, review or referral here."),
    "plans.ended": lambda error: _("This plan has ended; nothing is added to it."),
    "plans.changed": lambda error: _(
        "The plan has changed meanwhile: it is shown as it stands now. Look again, then keep."
    ),
    "plans.dose": lambda error: str(FIELD_WORDS[str(error.fields["field"])]),
    "plans.day": lambda error: str(DAY_WORDS[str(error.fields["field"])]),
    "plans.no_words": lambda error: str(
        TEXT_WORDS.get(str(error.fields["field"]), _("Please fill this in."))
    ),
    "plans.score": lambda error: _("Write a number from 0 to 10."),
    "plans.template_named": lambda error: _(
        "The centre keeps a course of this name: choose another."
    ),
    "plans.own_second": lambda error: _("A second sign is somebody else's."),
    "plans.referral_twice": lambda error: _("The patient has a referral with this number."),
    "plans.course_clash": lambda error: _(
        "Some of these times are gone: nothing is booked. Book the others, or search again."
    ),
    "plans.second_missing": lambda error: _(
        "The plan has more visits than the centre’s protocol: somebody else signs it first."
    ),
    "plans.outside": lambda error: (
        _("Say why it is given all the same: %(exercises)s.")
        % {"exercises": ", ".join(map(_exercise, error.fields["exercises"]))}
    ),
    "plans.not_covered": lambda error: str(COVER_WORDS[str(error.fields["cover"])]),
}
