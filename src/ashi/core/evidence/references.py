"""Records of libraries: RIS, and PubMed's own (MEDLINE, saved as .nbib).

Decides        which lines are tags, where a record begins and ends, which tags tell a paper
Does not       guess what a broken line was meant to be; take numbers from an abstract
Takes          the text of a file
Gives          papers with the line on which each begins; ``TableFaultsError`` with every fault
Units          none
Sources        the RIS form as reference managers write it, and PubMed's table of MEDLINE fields;
               both recalled. A reader of its own, because those to be had name no line
Reviewed       no clinical content
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ashi.core.evidence.errors import TableFaultsError
from ashi.core.evidence.papers import Paper, plain
from ashi.core.kernel.faults import Fault

NAMES_SHOWN = 3
MOST_RECORDS = 500
MOST_FAULTS = 50
LONGEST_SHOWN = 60
ENDINGS = {"ris": "ris", "nbib": "medline"}
REGISTERED = re.compile(r"\b(NCT\d{8}|ISRCTN\d{8}|ACTRN\d{14}|ChiCTR[-A-Za-z0-9]{6,20})\b")
RETRACTED = re.compile(r"\W*retracted\b", re.IGNORECASE)
TAGS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "ris": {
        "title": ("TI", "T1", "CT"),
        "author": ("AU", "A1"),
        "year": ("PY", "Y1", "DA"),
        "journal": ("JF", "JO", "T2", "JA"),
        "volume": ("VL",),
        "issue": ("IS",),
        "first": ("SP",),
        "last": ("EP",),
        "doi": ("DO",),
        "registered": ("AB", "N2"),
    },
    "medline": {
        "title": ("TI",),
        "author": ("AU", "CN"),
        "year": ("DP",),
        "journal": ("TA", "JT"),
        "volume": ("VI",),
        "issue": ("IP",),
        "first": ("PG",),
        "doi": ("LID", "AID"),
        "registered": ("SI",),
    },
}


@dataclass(frozen=True, slots=True)
class Form:
    """How a file writes a tag, goes on with a value, begins and ends a record.

    ``ends`` is empty where the next record, or the file's end, ends one; ``running`` are the tags
    whose value may go on, all where it is empty.
    """

    line: re.Pattern[str]
    more: re.Pattern[str]
    begins: str
    ends: str = ""
    running: frozenset[str] = frozenset()


FORMS: Mapping[str, Form] = {
    "ris": Form(
        re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?"),
        re.compile(r"(.*)"),
        "TY",
        "ER",
        frozenset({"AB", "N1", "N2"}),
    ),
    "medline": Form(re.compile(r"([A-Z]{2,4}) {0,2}- ?(.*)"), re.compile(r" {6}(\S.*)"), "PMID"),
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A paper, and the line on which its record begins."""

    line: int
    paper: Paper


@dataclass(slots=True)
class Tagged:
    """A record as its tags: each with its line and value, in order."""

    line: int
    parts: list[tuple[int, str, str]]

    def all_of(self, *tags: str) -> list[tuple[int, str]]:
        """Return values with their lines, by the order of ``tags``."""
        return [(line, text) for tag in tags for line, name, text in self.parts if name == tag]

    def first_of(self, *tags: str) -> tuple[int, str]:
        """Return the first value that is not empty, with its line."""
        return next((one for one in self.all_of(*tags) if one[1]), (self.line, ""))


def kind_of(text: str, name: str = "") -> str:
    """Return "ris" or "medline" for a file that is called so, or begins like one; else nothing."""
    ending = name.lower().rpartition(".")[2]
    if ending in ENDINGS:
        return ENDINGS[ending]
    first = next((line for line in text.lstrip("\ufeff").splitlines() if line.strip()), "")
    if re.match(r"TY {0,2}-", first):
        return "ris"
    return "medline" if re.match(r"PMID ?-", first) else ""


def read_references(text: str, kind: str) -> list[Reference]:
    """Read all records of a file of ``kind`` "ris" or "medline".

    Raises
    ------
    TableFaultsError
        ``faults`` by line: what is no tag, a record without beginning or end, a paper without
        title, author or year, one that was retracted, a text with code in it.
    """
    faults: list[Fault] = []
    lines = text.removeprefix("\ufeff").splitlines()
    found: list[Reference] = []
    for record in _records(lines, FORMS[kind], faults):
        if len(found) >= MOST_RECORDS:
            faults.append(Fault("file", "too_many_rows", MOST_RECORDS))
            break
        paper = _paper(record, kind, faults)
        found += [Reference(record.line, paper)] if paper else []
    if not found and not faults:
        faults.append(Fault("file", "empty"))
    if faults:
        raise TableFaultsError(faults[:MOST_FAULTS])
    return found


def _records(lines: Sequence[str], form: Form, faults: list[Fault]) -> Iterator[Tagged]:
    """Yield the records of a file, each once it has ended."""
    record: Tagged | None = None
    for number, line in enumerate(lines, 1):
        match = form.line.fullmatch(line.rstrip())
        tag, value = (match[1], (match[2] or "").strip()) if match else ("", line.rstrip())
        if not line.strip():
            continue
        if tag == form.begins:
            yield from _unended(record, form, faults)
            record = Tagged(number, [(number, tag, value)])
        elif record is None:
            faults.append(Fault(f"line {number}", "no_begin", line[:LONGEST_SHOWN]))
        elif tag and tag == form.ends:
            yield record
            record = None
        elif not _goes_on(record, (number, tag, value), form):
            faults.append(Fault(f"line {number}", "broken_tag", line[:LONGEST_SHOWN]))
    yield from _unended(record, form, faults)


def _unended(record: Tagged | None, form: Form, faults: list[Fault]) -> Iterator[Tagged]:
    """Yield a record that another one, or the file's end, ends; where a tag ends it, say so."""
    if record is None:
        return
    if form.ends:
        faults.append(Fault(f"line {record.line} {form.begins}", "no_end"))
    else:
        yield record


def _goes_on(record: Tagged, part: tuple[int, str, str], form: Form) -> bool:
    """Add a tag, or a line to the value before it; tell whether that could be done."""
    line, tag, value = record.parts[-1]
    if part[1]:
        record.parts.append(part)
        return True
    more = form.more.fullmatch(part[2])
    if more is None or (form.running and tag not in form.running):
        return False
    record.parts[-1] = (line, tag, f"{value} {more[1].strip()}")
    return True


def _paper(record: Tagged, kind: str, faults: list[Fault]) -> Paper | None:
    """Return a record as a paper; None where something is wrong with it, which is added."""
    before, tags = len(faults), TAGS[kind]
    title = _cleaned("citation", record.first_of(*tags["title"]), "title", faults)
    names = [
        _cleaned("study", one, "author", faults)
        for one in record.all_of(*tags["author"])[: NAMES_SHOWN + 1]
    ] or [_cleaned("study", (record.line, ""), "author", faults)]
    at, dated = record.first_of(*tags["year"])
    year = _cleaned("year", (at, dated[:4]), "year", faults)
    if _retracted(record, title, kind):
        faults.append(Fault(f"line {record.line}", "retracted", title[:LONGEST_SHOWN]))
    known = {
        "doi": _cleaned("doi", (record.line, _doi(record, tags["doi"])), "", faults),
        "pmid": _cleaned("pmid", record.first_of("PMID"), "", faults),
        "registration": _registration(record, tags["registered"]),
    }
    place = _place(record, tags, year)
    citation, wrong = plain("citation", f"{_people(names)}. {title.rstrip('.')}. {place}")
    if wrong:
        faults.append(Fault(f"line {record.line} citation", wrong))
    if len(faults) > before:
        return None
    return Paper(f"{_surname(names[0])} {year}", year, citation, **known)


def _cleaned(name: str, found: tuple[int, str], needed: str, faults: list[Fault]) -> str:
    line, text = found
    clean, wrong = plain(name, text)
    if not clean and not wrong and needed:
        wrong = "missing"
    if wrong:
        faults.append(Fault(f"line {line} {needed or name}", wrong, text[:LONGEST_SHOWN] or None))
    return clean


def _retracted(record: Tagged, title: str, kind: str) -> bool:
    if RETRACTED.match(title):
        return True
    kinds = {text.casefold() for _, text in record.all_of("PT")}
    return kind == "medline" and ("retracted publication" in kinds or bool(record.all_of("RIN")))


def _doi(record: Tagged, tags: Sequence[str]) -> str:
    """Return a DOI: MEDLINE writes "10.1/x [doi]" among other identifiers."""
    values = [text for _, text in record.all_of(*tags)]
    marked = [text.removesuffix("[doi]").strip() for text in values if text.endswith("[doi]")]
    plain_ones = [text for text in values if not text.endswith("]")]
    return next(iter([*marked, *plain_ones]), "")


def _registration(record: Tagged, tags: Sequence[str]) -> str:
    """Return the one number of a register that is named; nothing where several are."""
    named = {one for _, text in record.all_of(*tags) for one in REGISTERED.findall(text)}
    return named.pop() if len(named) == 1 else ""


def _surname(name: str) -> str:
    """Return "Haake" of "Haake, Michael" and of "Haake M"; a body's name as it is."""
    if "," in name:
        return name.partition(",")[0].strip()
    rest, _, last = name.rpartition(" ")
    return rest if rest and last.isupper() and len(last) <= NAMES_SHOWN else name


def _people(names: Sequence[str]) -> str:
    shown = ", ".join(name.replace(",", "") for name in names[:NAMES_SHOWN])
    return f"{shown} et al" if len(names) > NAMES_SHOWN else shown


def _place(record: Tagged, tags: Mapping[str, Sequence[str]], year: str) -> str:
    """Return journal, year, volume, issue and pages as they are usually written."""
    said = {
        name: record.first_of(*tags[name])[1] if name in tags else ""
        for name in ("journal", "volume", "issue", "first", "last")
    }
    issue = f"({said['issue']})" if said["issue"] else ""
    pages = "-".join(filter(None, (said["first"], said["last"])))
    where = ":".join(filter(None, (f"{said['volume']}{issue}", pages)))
    return f"{said['journal']} {';'.join(filter(None, (year, where)))}".strip()
