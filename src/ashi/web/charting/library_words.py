"""Words of the library of points."""

from django.utils.translation import gettext_lazy

# What a trial needled beside points that have a code.
ALSO_WORDS = {
    "local": gettext_lazy("tender points"),
    "trigger": gettext_lazy("trigger points"),
    "ear": gettext_lazy("ear points"),
    "distant": gettext_lazy("distant points"),
    "paraspinal": gettext_lazy("points beside the spine"),
    "EX-B2": gettext_lazy("EX-B2 at the painful levels"),
    "zhongping": gettext_lazy("Zhongping, 1 cun below ST36"),
    "other_side": gettext_lazy("on the side that does not hurt"),
}
STIMULATION_WORDS = {
    "manual": gettext_lazy("by hand"),
    "electro": gettext_lazy("with current"),
    "movement": gettext_lazy("by hand, moving meanwhile"),
}
KNOWN_FROM_WORDS = {
    "seen": gettext_lazy("read in its own text"),
    "seen2": gettext_lazy("read in a report of it"),
    "recalled": gettext_lazy("recalled, not read"),
    "own": gettext_lazy("Ashi's own default"),
    "told": gettext_lazy("told in brief, not read"),
}
OUTCOME_OF_TRIAL_WORDS = {
    "no_better": gettext_lazy("This group did no better than its controls."),
    "cases": gettext_lazy("A series of cases, without controls."),
    "misprint": gettext_lazy("The report prints LI3, which stands for LR3."),
}
