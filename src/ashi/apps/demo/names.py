"""Invented patients' names, by the ways in which names are written in Nicosia."""

from dataclasses import dataclass

WOMAN, MAN = "female", "male"


@dataclass(frozen=True)
class Names:
    """One way of writing names; ``share`` is how often it is drawn, against the others."""

    share: int
    language: str
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]
    families_of_women: tuple[str, ...] = ()

    def given(self, sex: str) -> tuple[str, ...]:
        """Return given names of a sex."""
        return self.women if sex == WOMAN else self.men

    def family(self, sex: str) -> tuple[str, ...]:
        """Return family names, in the form a sex bears where there are two."""
        return (sex == WOMAN and self.families_of_women) or self.families


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GREEK = Names(
    40,
    "el",
    _words(
        "Μαρία Ελένη Χριστίνα Δέσποινα Άννα Φωτεινή Ανδρούλλα Στέλλα Ιωάννα Βασιλική Αγγελική"
        " Ζωή Παναγιώτα Γεωργία Σοφία Ευανθία Θεοδώρα Μαργαρίτα Κυριακή Ειρήνη Νίκη Ραφαέλα"
    ),
    _words(
        "Γιώργος Ανδρέας Νίκος Παναγιώτης Σωτήρης Κώστας Μάριος Λουκάς Θεόδωρος Πέτρος Χρίστος"
        " Μιχάλης Κυριάκος Σάββας Στέλιος Αντώνης Χαράλαμπος Δημήτρης Ιάκωβος Ευριπίδης Άγγελος"
    ),
    _words(
        "Χαραλάμπους Παύλου Σάββα Νικολάου Χριστοδούλου Μιχαήλ Αντωνίου Κυριάκου Δημητρίου"
        " Θεοδώρου Ηλία Ζαχαρία Πέτρου Ιωάννου Στυλιανού Λοΐζου Μαυρομμάτη Χατζηγεωργίου"
        " Κωνσταντίνου Ευαγγέλου Τσαγγάρη Παναγή Φιλίππου Ξενοφώντος Καλλένου Αριστοδήμου"
    ),
)
CYPRIOT = Names(
    24,
    "en",
    _words(
        "Maria Eleni Christina Despo Androulla Stella Ioanna Georgia Sofia Yianna Panayiota Niki"
        " Elpida Demetra Katerina Rafaella"
    ),
    _words(
        "Giorgos Andreas Yiannis Stavros Loukas Panayiotis Marios Costas Michalis Kyriacos Savvas"
        " Antonis Neophytos Charis Phivos"
    ),
    _words(
        "Charalambous Pavlou Savva Constantinou Hadjigeorgiou Demetriou Theodorou Antoniou"
        " Kyriacou Michael Nicolaou Christodoulou Ioannou Stylianou Loizou Mavrommati Zacharia"
        " Evangelou Tsangari"
    ),
)
BRITISH = Names(
    12,
    "en",
    _words("Helen Emma Susan Margaret Alice Jane Fiona Gillian Ruth Hannah"),
    _words("Tom Chris Peter Mark Neil Graham Alan James Simon Kevin"),
    _words("Whitfield Barker Evans Hall Ashworth Lambert Pritchard Dunne Holloway Marsden Frost"),
)
RUSSIAN = Names(
    8,
    "en",
    _words("Natalia Olga Svetlana Irina Tatiana Ekaterina Anastasia Polina"),
    _words("Dmitri Sergei Alexei Mikhail Pavel Andrei Viktor Ilya"),
    _words("Ivanov Petrov Smirnov Volkov Orlov Morozov Zaitsev Belov"),
    _words("Ivanova Petrova Smirnova Volkova Orlova Morozova Zaitseva Belova"),
)
TURKISH = Names(
    6,
    "en",
    _words("Ayşe Emine Zehra Fatma Gülşen Sevgül Pembe"),
    _words("Mehmet Hasan İbrahim Kemal Özgür Çağlar Hüseyin"),
    _words("Yılmaz Demir Özkan Kaya Şahin Çelik Aydın Karabardak"),
)
FILIPINO = Names(
    5,
    "en",
    _words("Maricel Rowena Jocelyn Analyn Liezl Cherry"),
    _words("Jun Rodel Arnel Jericho Noel"),
    _words("Reyes Santos Bautista Dela-Cruz Mendoza Villanueva"),
)
ARABIC = Names(
    5,
    "en",
    _words("Rania Layla Nour Hala Samira"),
    _words("Omar Karim Youssef Tarek Nabil"),
    _words("Khoury Haddad Mansour Saleh Nasser Farah"),
)
WAYS = (GREEK, CYPRIOT, BRITISH, RUSSIAN, TURKISH, FILIPINO, ARABIC)

DESK_NOTES = (
    "Prefers to be phoned",
    "Parks in front, needs ten minutes",
    "Comes with her daughter",
    "Asks for an invoice each month",
    "Hard of hearing, speak slowly",
    "Uses the side door: no steps",
    "Θέλει υπενθύμιση το πρωί",
    "Έρχεται με τη σύζυγό του",
    "Να γράφεται απόδειξη στο όνομα της εταιρείας",
)
