"""Phrases and templates that the demo centre shares."""

from ashi.apps.accounts.roles import Role
from ashi.apps.audit.actor import Actor
from ashi.apps.centres.models import Membership
from ashi.apps.charting.actions.texts import keep_phrase, keep_template
from ashi.apps.charting.models import NoteTemplate, Phrase
from ashi.apps.demo.workbench import Workbench

# Invented.
PHRASES = {
    "nad": "nothing abnormal detected",
    "pain": "Pain $1 of 10 today, $2 of 10 at worst; worse with $3.",
    "home": "Home exercise gone through, sheet given: $1 times a day.",
    "σπίτι": "Δόθηκαν ασκήσεις για το σπίτι, $1 φορές την ημέρα.",
}
TEMPLATES = (
    {
        "name": "Low back, follow-up",
        "area": "lumbar",
        "subjective": "Pain $1 of 10; sleeps $2.",
        "plan": "Walks of twenty minutes; once more next week.",
        "examine": "lumbar flexion; straight leg raise test; fingertips to floor",
        "done": "mobilisation L4 III 3x30s; bridge 3x10; bird dog 2x8",
    },
    {
        "name": "Knee, follow-up",
        "area": "lower_limb",
        "subjective": "Stairs $1 of 10; swelling $2.",
        "plan": "Step-downs three times ten, every other day.",
        "examine": "knee flexion; strength of knee extension; knee girth",
        "done": "soft tissue knee 8min; slow step-down 3x10; sit to stand 2x10",
    },
)


def keep_texts(bench: Workbench) -> None:
    """Keep the centre's phrases and templates, unless it has some."""
    centre = bench.house.centre
    keeper = Membership.objects.filter(centre=centre, role=Role.PRACTITIONER).earliest("pk")
    by = Actor(role=Role.PRACTITIONER, user_id=keeper.user_id, centre_id=centre.pk)
    if not Phrase.objects.filter(centre=centre).exists():
        for shortcut, text in PHRASES.items():
            keep_phrase(by=by, shortcut=shortcut, text=text, shared=True)
    if not NoteTemplate.objects.filter(centre=centre).exists():
        for said in TEMPLATES:
            keep_template(by=by, said=said, shared=True)
