"""Names that are one to the ear are one to the search, whatever the letters."""

import pytest

from ashi.core.kernel.names import fold, latin, search_key, sound, sound_start, words

SAME_SOUND = [
    ("Γιώργος", "Giorgos", "Yiorgos", "Georgios", "Γεώργιος", "GIORGOS", "ΓΙΩΡΓΟΣ"),
    ("Χριστίνα", "Christina", "Hristina", "Khristina", "Xristina"),
    ("Ιωάννης", "Ioannis", "Yiannis", "Giannis", "Γιάννης", "Yannis"),
    ("Παπαδοπούλου", "Papadopoulou", "Papadopulu", "Papadopoylou"),
    ("Χατζηγεωργίου", "Hadjigeorgiou", "Chatzigeorgiou", "Hatzigeorgiou", "Hajigeorgiou"),
    ("Ευαγγελία", "Evangelia", "Evagelia", "Evaggelia", "Euangelia"),
    ("Σταύρος", "Stavros", "Stauros", "Stafros"),
    ("Κωνσταντίνος", "Konstantinos", "Constantinos", "Konstandinos"),
    ("Χαράλαμπος", "Charalampos", "Charalambos", "Haralambos"),
    ("Ανδρέας", "Αντρέας", "Andreas", "Antreas"),
    ("Μιχαήλ", "Michail", "Michael", "Mihail"),
    ("Παναγιώτης", "Panagiotis", "Panayiotis", "Panayotis"),
    ("Μπάμπης", "Babis", "Bambis", "Mpampis"),
    ("Ντίνος", "Dinos", "Ntinos"),
    ("Γκίκας", "Gkikas", "Gikas"),
    ("Αικατερίνη", "Aikaterini", "Ekaterini"),
    ("Αγγελική", "Angeliki", "Aggeliki", "Ageliki"),
    ("Δημήτρης", "Dimitris", "Demetris"),
    ("Αλέξανδρος", "Alexandros", "Aleksandros"),
    ("Κυριάκος", "Kyriakos", "Kiriakos", "Cyriacos"),
    ("Λουκάς", "Loukas", "Lucas", "Lukas"),
    ("Ευτυχία", "Eftychia", "Eftihia", "Evtychia"),
]
NOT_SAME_SOUND = [
    ("Άννα", "Ιωάννα"),
    ("Μάριος", "Μαρία"),
    ("Γιώργος", "Γρηγόρης"),
    ("Ελένη", "Ειρήνη"),
    ("Παπαδόπουλος", "Παπαδοπούλου"),
    ("Παναγιώτης", "Παναγιώτα"),
]


@pytest.mark.parametrize("spellings", SAME_SOUND, ids=lambda spellings: spellings[1])
def test_spellings_of_one_name_have_one_sound(spellings: tuple[str, ...]) -> None:
    assert {sound(spelling) for spelling in spellings} == {sound(spellings[0])}


@pytest.mark.parametrize(("one", "other"), NOT_SAME_SOUND)
def test_different_names_keep_different_sounds(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  ΓΙΏΡΓΟΣ \t Παπάς ", "γιωργοσ παπασ"),
        ("ﬁｎａ", "fina"),
        ("Ἀνδρέᾳ", "ανδρεα"),
        ("Straße İpek", "strasse ipek"),
        ("ab\x00c\u202edef", "ab cdef"),
        ("مُحَمَّد", "محمد"),
        ("Йван", "иван"),
    ],
)
def test_case_accents_width_marks_and_spare_space_fold_away(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("greek", "expected"),
    [
        ("Ελευθερία Αυγουστή", "eleftheria avgousti"),
        ("Μπαμπινιώτης", "bampiniotis"),
        ("Ψυχάρης Ξένου", "psycharis xenou"),
        ("Αγγελίδης Γκότσης", "angelidis gkotsis"),
    ],
)
def test_greek_is_written_in_latin_letters_as_on_a_passport(greek: str, expected: str) -> None:
    assert latin(greek) == expected


def test_words_part_at_hyphens_join_at_apostrophes_and_code_symbols() -> None:
    assert words("O'Brien-Παπά 😀 100%_\\ Иванов محمد") == (
        "obrien",
        "παπα",
        "u1f600",
        "100",
        "иванов",
        "محمد",
    )


def test_the_search_key_holds_writing_and_sound_once_each() -> None:
    assert search_key("Μαρία", "Παπά Παπά") == " maria papa ~mara ~papa"


@pytest.mark.parametrize(
    ("typed", "start"),
    [("giorg", "iorg"), ("hrist", "hrist"), ("Κωνσταντ", "konstad"), ("ma", ""), ("mari", "mar")],
)
def test_an_unfinished_word_has_a_start_of_its_sound(typed: str, start: str) -> None:
    assert sound_start(typed) == start
