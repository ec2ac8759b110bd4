"""What the invented centre offers: services as roles and phases, and its terms."""

from dataclasses import dataclass
from typing import Any

ROLES: dict[str, dict[str, Any]] = {
    "therapist": {
        "kinds": ["practitioner"],
        "skills": ["acupuncture"],
        "acts": ["needling"],
        "profession": "acupuncture",
    },
    "physio": {
        "kinds": ["practitioner"],
        "skills": ["manual-therapy"],
        "acts": ["manual-therapy"],
        "profession": "physiotherapy",
    },
    "remover": {
        "kinds": ["practitioner", "assistant"],
        "skills": ["needle-removal"],
        "acts": ["removal"],
        "profession": "acupuncture",
    },
    "trainer": {
        "kinds": ["practitioner", "assistant"],
        "skills": ["exercise"],
        "acts": ["exercise"],
        "profession": "physiotherapy",
    },
    "room": {"kinds": ["room", "couch"], "skills": ["treatment"]},
    "pair": {"kinds": ["room"], "skills": ["pair"]},
    "gym": {"kinds": ["room"], "skills": ["gym"]},
    "stim": {"kinds": ["equipment"], "skills": ["e-stim"]},
    "front": {"kinds": ["room"], "skills": ["treatment"], "preferred": ["Room 1"]},
}

# key, kind, name, Greek name, minutes, roles
TALK = ("intake", "with", "Talk, check, needles", "Συζήτηση, έλεγχος, βελόνες")
REST = ("rest", "rest", "Needles rest", "Ανάπαυση με τις βελόνες")
OUT = ("removal", "out", "Needles out, counted", "Αφαίρεση και μέτρηση βελονών")
MOVE = ("exercise", "move", "Exercise", "Άσκηση")
TURN = ("turnover", "turn", "Prepare room", "Ετοιμασία αίθουσας")


def phase(words: tuple[str, str, str, str], minutes: int, *roles: str) -> tuple[Any, ...]:
    """Return one phase as a row of ``SERVICES``."""
    return (*words, minutes, list(roles))


@dataclass(frozen=True)
class Offered:
    """A service of the demo."""

    slug: str
    name: str
    name_el: str
    price: int
    phases: list[tuple[Any, ...]]
    words: str = ""
    words_el: str = ""
    payer: str = "private"
    least: int = 0
    places: int = 1
    online: bool = True
    share: int = 1  # how often it is booked, against the others


SERVICES = (
    Offered(
        "first-visit",
        "First visit",
        "Πρώτη επίσκεψη",
        60,
        [
            phase(
                ("talk", "with", "Talk and examination", "Συζήτηση και εξέταση"),
                40,
                "physio",
                "room",
            ),
            phase(("plan", "with", "Plan together", "Κοινό πλάνο"), 15, "physio", "room"),
            phase(TURN, 5, "room"),
        ],
        "We listen, examine and agree a plan.",
        "Ακούμε, εξετάζουμε και συμφωνούμε ένα πλάνο.",
        share=2,
    ),
    Offered(
        "acupuncture-physio",
        "Acupuncture and physiotherapy",
        "Βελονισμός και φυσικοθεραπεία",
        55,
        [
            phase(TALK, 15, "therapist", "room"),
            phase(REST, 20, "room"),
            phase(OUT, 5, "remover", "room"),
            phase(TURN, 5, "room"),
            phase(MOVE, 15, "trainer", "gym"),
        ],
        "Needling, rest, then exercise in the gym.",
        "Βελονισμός, ανάπαυση και μετά άσκηση στο γυμναστήριο.",
        share=5,
    ),
    Offered(
        "acupuncture",
        "Acupuncture, follow-up",
        "Βελονισμός, επανάληψη",
        40,
        [
            phase(TALK, 15, "therapist", "room"),
            phase(REST, 20, "room"),
            phase(OUT, 5, "remover", "room"),
            phase(TURN, 5, "room"),
        ],
        "Needling and rest for who has been here before.",
        "Βελονισμός και ανάπαυση για όσους έχουν ξανάρθει.",
        share=5,
    ),
    Offered(
        "electroacupuncture",
        "Electroacupuncture",
        "Ηλεκτροβελονισμός",
        50,
        [
            phase(TALK, 15, "therapist", "room", "stim"),
            phase(REST, 20, "room", "stim"),
            phase(OUT, 5, "remover", "room"),
            phase(TURN, 5, "room"),
        ],
        "Needling with a small current through some of the needles.",
        "Βελονισμός με ήπιο ρεύμα σε ορισμένες βελόνες.",
        online=False,
        share=2,
    ),
    Offered(
        "handover",
        "Acupuncture, then a physiotherapist",
        "Βελονισμός και συνέχεια με φυσικοθεραπευτή",
        70,
        [
            phase(TALK, 15, "therapist", "front"),
            phase(REST, 20, "front"),
            phase(OUT, 5, "remover", "front"),
            phase(("treat", "with", "Manual therapy", "Χειροθεραπεία"), 15, "physio", "front"),
            phase(TURN, 5, "front"),
        ],
        "Needling with one of us; another goes on with manual therapy in the same room.",
        "Βελονισμός με έναν από εμάς· κάποιος άλλος συνεχίζει με χειροθεραπεία στην ίδια αίθουσα.",
        share=1,
    ),
    Offered(
        "physiotherapy",
        "Physiotherapy",
        "Φυσικοθεραπεία",
        40,
        [
            phase(("treat", "with", "Manual therapy", "Χειροθεραπεία"), 25, "physio", "room"),
            phase(MOVE, 10, "physio", "room"),
            phase(TURN, 5, "room"),
        ],
        "Hands-on treatment and exercise.",
        "Θεραπεία με τα χέρια και άσκηση.",
        share=6,
    ),
    Offered(
        "gesy-physiotherapy",
        "Physiotherapy, GESY",
        "Φυσικοθεραπεία, ΓεΣΥ",
        10,
        [
            phase(("treat", "with", "Manual therapy", "Χειροθεραπεία"), 20, "physio", "room"),
            phase(MOVE, 10, "physio", "room"),
            phase(TURN, 5, "room"),
        ],
        "With a doctor's referral; you pay the co-payment.",
        "Με παραπεμπτικό γιατρού· πληρώνετε τη συμπληρωμή.",
        payer="gesy",
        least=30,
        share=4,
    ),
    Offered(
        "gym-class",
        "Back class",
        "Ομαδική άσκηση πλάτης",
        12,
        [
            phase(("class", "move", "Group exercise", "Ομαδική άσκηση"), 45, "trainer", "gym"),
        ],
        "Six people and a trainer in the gym.",
        "Έξι άτομα και ένας εκπαιδευτής στο γυμναστήριο.",
        places=6,
        share=0,
    ),
    Offered(
        "couple-acupuncture",
        "Acupuncture for two",
        "Βελονισμός για δύο",
        70,
        [
            phase(TALK, 20, "therapist", "pair"),
            phase(REST, 20, "pair"),
            phase(OUT, 10, "remover", "pair"),
            phase(TURN, 5, "pair"),
        ],
        "Side by side in one room.",
        "Δίπλα δίπλα, στην ίδια αίθουσα.",
        places=2,
        online=False,
        share=0,
    ),
)

TERMS = """Change or cancel free of charge until 24 hours before your visit.
Later than that, or if you do not come, we may ask for half the price.
We keep what you tell us in your record, and nobody outside the centre sees it without you."""
TERMS_EL = """Αλλάζετε ή ακυρώνετε χωρίς χρέωση μέχρι 24 ώρες πριν από την επίσκεψη.
Αργότερα, ή αν δεν έρθετε, μπορεί να ζητήσουμε τη μισή τιμή.
Όσα μας λέτε μένουν στον φάκελό σας, και κανείς εκτός κέντρου δεν τα βλέπει χωρίς εσάς."""
