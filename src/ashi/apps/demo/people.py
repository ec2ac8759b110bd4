"""The invented people and rooms. All of them are made up."""

from dataclasses import dataclass, field

from ashi.apps.accounts.roles import Role

ROOM_HOURS = [(day, 450, 1230) for day in range(6)]  # weekday, opens, closes (07:30 to 20:30)
EARLY = [(day, 480, 780) for day in range(5)] + [(day, 840, 1020) for day in range(4)]
LATE = [(day, 600, 840) for day in range(5)] + [(day, 900, 1170) for day in range(5)]
SHORT = [(day, 480, 780) for day in (0, 2, 4, 5)]


@dataclass(frozen=True)
class Person:
    """Somebody who works here; ``kind`` is empty for who is not in the diary."""

    name: str
    name_el: str
    role: Role
    email: str
    kind: str = ""
    title: str = ""
    title_el: str = ""
    skills: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    hours: list[tuple[int, int, int]] = field(default_factory=list)


NEEDLES = ("acupuncture", "needle-removal", "exercise", "needling")
HANDS = ("manual-therapy", "exercise", "assessment")
PEOPLE = (
    Person(
        "Maria Georgiou",
        "Μαρία Γεωργίου",
        Role.LEAD,
        "lead@demo.example",
        "practitioner",
        "Physiotherapist, acupuncture",
        "Φυσικοθεραπεύτρια, βελονισμός",
        (*NEEDLES, *HANDS),
        ("woman", "lang:el", "lang:en"),
        ("needling", "electroacupuncture", "removal", "manual-therapy", "exercise"),
        EARLY,
    ),
    Person(
        "Andreas Nicolaou",
        "Ανδρέας Νικολάου",
        Role.PRACTITIONER,
        "practitioner@demo.example",
        "practitioner",
        "Acupuncturist",
        "Βελονιστής",
        NEEDLES,
        ("man", "lang:el", "lang:en"),
        ("needling", "electroacupuncture", "cupping", "removal", "exercise"),
        LATE,
    ),
    Person(
        "Katerina Ioannou",
        "Κατερίνα Ιωάννου",
        Role.PRACTITIONER,
        "katerina@demo.example",
        "practitioner",
        "Physiotherapist",
        "Φυσικοθεραπεύτρια",
        (*HANDS, "needle-removal"),
        ("woman", "lang:el", "lang:en", "lang:ru"),
        ("removal", "manual-therapy", "exercise"),
        EARLY,
    ),
    Person(
        "Christos Panayi",
        "Χρίστος Παναγή",
        Role.PRACTITIONER,
        "christos@demo.example",
        "practitioner",
        "Physiotherapist, acupuncture",
        "Φυσικοθεραπευτής, βελονισμός",
        (*NEEDLES, *HANDS),
        ("man", "lang:el", "lang:en"),
        ("needling", "electroacupuncture", "removal", "manual-therapy", "exercise"),
        LATE,
    ),
    Person(
        "Lucy Harding",
        "Lucy Harding",
        Role.LOCUM,
        "locum@demo.example",
        "practitioner",
        "Physiotherapist, locum",
        "Φυσικοθεραπεύτρια, αναπληρώτρια",
        (*HANDS, "needle-removal"),
        ("woman", "lang:en"),
        ("removal", "manual-therapy", "exercise"),
        SHORT,
    ),
    Person(
        "Sofia Kyriakidou",
        "Σοφία Κυριακίδου",
        Role.ASSISTANT,
        "assistant@demo.example",
        "assistant",
        "Assistant",
        "Βοηθός",
        ("needle-removal", "exercise"),
        ("woman", "lang:el", "lang:en"),
        ("removal", "exercise"),
        [(day, 480, 1020) for day in range(6)],
    ),
    Person(
        "Stelios Markou",
        "Στέλιος Μάρκου",
        Role.STUDENT,
        "student@demo.example",
        "student",
        "Student of physiotherapy",
        "Φοιτητής φυσικοθεραπείας",
        (),
        ("man", "lang:el", "lang:en"),
        (),
        [(day, 540, 780) for day in range(3)],
    ),
    Person("Eleni Vasiliou", "Ελένη Βασιλείου", Role.DESK, "desk@demo.example"),
    Person("Omiros Savvides", "Όμηρος Σαββίδης", Role.OWNER, "owner@demo.example"),
    Person("Irini Christofi", "Ειρήνη Χριστοφή", Role.AUDITOR, "auditor@demo.example"),
)

# name, Greek name, kind, skills, features, whole
PLACES: tuple[tuple[str, str, str, tuple[str, ...], tuple[str, ...], str], ...] = (
    ("Room 1", "Αίθουσα 1", "room", ("needling", "treatment"), ("ground-floor",), ""),
    ("Room 2", "Αίθουσα 2", "room", ("needling", "treatment"), ("ground-floor",), ""),
    ("Room 3", "Αίθουσα 3", "room", ("needling", "treatment"), (), ""),
    ("Room 4", "Αίθουσα 4", "room", ("pair",), (), ""),
    ("Couch 4A", "Κρεβάτι 4Α", "couch", ("needling", "treatment", "pair-couch"), (), "Room 4"),
    ("Couch 4B", "Κρεβάτι 4Β", "couch", ("needling", "treatment", "pair-couch"), (), "Room 4"),
    ("Gym", "Γυμναστήριο", "room", ("gym",), ("ground-floor",), ""),
    ("E-stim 1", "Ηλεκτροβελονισμός 1", "equipment", ("e-stim",), (), ""),
    ("E-stim 2", "Ηλεκτροβελονισμός 2", "equipment", ("e-stim",), (), ""),
    ("E-stim 3", "Ηλεκτροβελονισμός 3", "equipment", ("e-stim",), (), ""),
)

PATIENT_EMAIL, PATIENT_NAME = "patient@demo.example", ("Despina", "Charalambous")
