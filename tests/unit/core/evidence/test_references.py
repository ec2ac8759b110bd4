"""Records of libraries: what a paper is called, and which line is broken."""

import pytest

from ashi.core.evidence.errors import TableFaultsError
from ashi.core.evidence.papers import Paper
from ashi.core.evidence.references import MOST_RECORDS, kind_of, read_references

RIS = """TY  - JOUR
AU  - Haake, Michael
AU  - Müller, Hans-Helge
AU  - Schade-Brittinger, Carmen
AU  - Basler, Heinz D.
TI  - German <i>Acupuncture</i> Trials (GERAC)
PY  - 2007/09/24
JF  - Arch Intern Med
VL  - 167
IS  - 17
SP  - 1892
EP  - 1898
DO  - https://doi.org/10.1001/Archinte.167.17.1892
AB  - A long abstract,
which goes on. Registered as ISRCTN12345678.
ER  - \n
"""
MEDLINE = """
PMID- 12345678
OWN - NLM
DP  - 2021 Mar 4
TI  - A trial whose title goes on
      to a second line.
LID - 10.1000/xyz [doi]
LID - S0000-1 [pii]
FAU - Else, Someone
AU  - Else S
AU  - Other AB
PT  - Randomized Controlled Trial
TA  - J Inv
VI  - 3
IP  - 2
PG  - 10-9
SI  - ClinicalTrials.gov/NCT01234567

PMID- 2
DP  - 1999
TI  - Another
CN  - Some Group
TA  - J
"""


def faults(text: str, kind: str) -> list[tuple[str, str]]:
    with pytest.raises(TableFaultsError) as refused:
        read_references(text, kind)
    return [(one.path, one.code) for one in refused.value.faults]


def test_a_record_of_a_reference_manager_gives_a_paper():
    (one,) = read_references("\ufeff" + RIS.replace("\n", "\r\n"), "ris")

    assert one.line == 1
    assert one.paper == Paper(
        "Haake 2007",
        "2007",
        "Haake Michael, Müller Hans-Helge, Schade-Brittinger Carmen et al. "
        "German Acupuncture Trials (GERAC). Arch Intern Med 2007;167(17):1892-1898",
        "10.1001/Archinte.167.17.1892",
        "",
        "ISRCTN12345678",
    )


def test_records_of_pubmed_give_papers():
    first, second = read_references(MEDLINE, "medline")

    assert (first.line, second.line) == (2, 19)
    assert first.paper == Paper(
        "Else 2021",
        "2021",
        "Else S, Other AB. A trial whose title goes on to a second line. J Inv 2021;3(2):10-9",
        "10.1000/xyz",
        "12345678",
        "NCT01234567",
    )
    assert (second.paper.study, second.paper.pmid) == ("Some Group 1999", "2")


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        (RIS, "", "ris"),
        (MEDLINE, "", "medline"),
        ("x", "a.RIS", "ris"),
        ("x", "a.nbib", "medline"),
        ("study,n1\n", "a.csv", ""),
        ("", "", ""),
    ],
)
def test_a_file_is_known_by_its_name_or_its_beginning(text, name, kind):
    assert kind_of(text, name) == kind


@pytest.mark.parametrize(
    ("text", "kind", "fault"),
    [
        (RIS.replace("TI  - ", "TI German "), "ris", ("line 6", "broken_tag")),
        (RIS.replace("ER  - ", ""), "ris", ("line 1 TY", "no_end")),
        (RIS.replace("ER  - ", "TY  - JOUR"), "ris", ("line 1 TY", "no_end")),
        (RIS.replace("TY  - JOUR\n", ""), "ris", ("line 1", "no_begin")),
        (RIS.replace("JF  - ", "lower- "), "ris", ("line 8", "broken_tag")),
        (RIS.replace("TI  - German", "ZZ  - German"), "ris", ("line 1 title", "missing")),
        (RIS.replace("AU  - ", "ZZ  - "), "ris", ("line 1 author", "missing")),
        (RIS.replace("PY  - 2007/09/24", "PY  - soon"), "ris", ("line 7 year", "no_year")),
        (RIS.replace("PY  - 2007/09/24\n", ""), "ris", ("line 1 year", "missing")),
        (RIS.replace("German", "<script>x</script>"), "ris", ("line 6 title", "markup")),
        (RIS.replace("Haake, Michael", "<img src=x>"), "ris", ("line 2 author", "markup")),
        (RIS.replace("German <i>", "RETRACTED: <i>"), "ris", ("line 1", "retracted")),
        (RIS.replace("https://doi.org/10.1001", "11.1"), "ris", ("line 1 doi", "no_doi")),
        (MEDLINE.replace("PMID- 12345678\n", ""), "medline", ("line 2", "no_begin")),
        (MEDLINE.replace("      to a", " to a"), "medline", ("line 6", "broken_tag")),
        (
            MEDLINE.replace("Randomized Controlled Trial", "Retracted Publication"),
            "medline",
            ("line 2", "retracted"),
        ),
        (MEDLINE.replace("12345678", "many"), "medline", ("line 2 pmid", "no_pmid")),
        ("", "ris", ("file", "empty")),
        ("TY  - JOUR\nTI  - x\nER  - \n" * (MOST_RECORDS + 3), "ris", ("line 1 author", "missing")),
    ],
)
def test_what_is_broken_is_named_by_its_line(text, kind, fault):
    assert fault in faults(text, kind)


def test_no_more_records_than_five_hundred_are_taken():
    assert faults(RIS * (MOST_RECORDS + 1), "ris") == [("file", "too_many_rows")]


def test_of_several_registers_none_is_chosen():
    text = RIS.replace("ISRCTN12345678", "ISRCTN12345678 and NCT01234567")

    assert read_references(text, "ris")[0].paper.registration == ""
