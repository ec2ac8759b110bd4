"""Copies of the evidence base with one thing wrong in each, and the fault that must be found."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ashi.core.kernel.faults import Fault
from ashi.core.knowledge.packaged import folder

CLAIMS = "evidence/claims.toml"


class Broken(NamedTuple):
    """In ``file`` the text ``old`` becomes ``new``, once; ``fault`` must be found."""

    file: str
    old: str
    new: str
    fault: Fault


def _claim(old: str, new: str, code: str, given: object = None, key: str = "") -> Broken:
    path = f"{CLAIMS}: lbp-chronic-v-usual{key}"
    return Broken("claims.toml", old, new, Fault(path, code, given))


USUAL = 'for = ["EV001", "EV002"]'
SERIOUS = 'for = ["EV147", "EV148"]'

BROKEN: Mapping[str, Broken] = {
    "claim without an entry": _claim(USUAL, "for = []", "no_entry"),
    "claim with an unknown entry": _claim(USUAL, 'for = ["EV999"]', "unknown_entry", "EV999"),
    "entry on both sides": _claim(
        f"{USUAL}\nagainst = []", f'{USUAL}\nagainst = ["EV001"]', "both_sides", "EV001"
    ),
    "works, recalled only": _claim(USUAL, 'for = ["EV004"]', "only_recalled", "works"),
    "works, one trial only": _claim(USUAL, 'for = ["EV033"]', "no_pillar", "works"),
    "safety, recalled only": Broken(
        "claims.toml",
        SERIOUS,
        'for = ["HM01", "HM32"]',
        Fault(f"{CLAIMS}: harm-serious", "only_recalled", "safety"),
    ),
    "no English": _claim('en = "Right after a course', 'es = "', "missing", key=": en"),
    "no Greek": _claim('el = "Αμέσως μετά τις συνεδρίες', 'es = "', "missing", key=": el"),
    "Greek in English": _claim(
        'el = "Αμέσως μετά τις συνεδρίες ο βελονισμός μείωσε τον χρόνιο πόνο στη μέση περίπου 10 "'[
            :-2
        ],
        'el = "Right after"\nes = "',
        "wrong_language",
        key=": el",
    ),
    "a word never used": _claim(
        'en = "Right after', 'en = "Recommended after', "forbidden_word", "Recommended", ": en"
    ),
    "unknown type": Broken(
        "claims.toml",
        'id = "harm-serious"\ntype = "safety"',
        'id = "harm-serious"\ntype = "safe"',
        Fault(f"{CLAIMS}: harm-serious", "unknown_word", "safe"),
    ),
    "no review": Broken(
        "claims.toml",
        "reviewed = 2026-11-28\n",
        "",
        Fault(f"{CLAIMS}: lbp-common", "no_review"),
    ),
    "unknown statement of the article": Broken(
        "claims.toml",
        '["A1"]',
        '["A21"]',
        Fault(f"{CLAIMS}: lbp-common: article", "unknown_word", "A21"),
    ),
    "claim of an unknown condition": Broken(
        "claims.toml",
        'conditions = ["oa_hand"]',
        'conditions = ["gout"]',
        Fault(f"{CLAIMS}: oa-hand-no-trial", "unknown_condition", "gout"),
    ),
    "claim twice": Broken(
        "claims.toml",
        'id = "harm-sore"',
        'id = "harm-any"',
        Fault(f"{CLAIMS}: harm-any", "twice", "harm-any"),
    ),
    "entry without a source": Broken(
        "reviews.csv",
        "low,low,not read,not read,mu2020,",
        "low,low,not read,not read,,",
        Fault("evidence/reviews.csv: EV001", "no_source"),
    ),
    "entry with an unknown source": Broken(
        "reviews.csv",
        "low,low,not read,not read,mu2020,",
        "low,low,not read,not read,mu2021,",
        Fault("evidence/reviews.csv: EV001", "unknown_source", "mu2021"),
    ),
    "entry without a provenance": Broken(
        "reviews.csv",
        'mu2020,"project, one reading",seen,',
        'mu2020,"project, one reading",,',
        Fault("evidence/reviews.csv: EV001", "no_provenance", ""),
    ),
    "entry read better than its source": Broken(
        "mechanisms.csv",
        "article,nobody,recalled,",
        "article,nobody,seen,",
        Fault("evidence/mechanisms.csv: EV231", "read_better", "seen"),
    ),
    "entry twice": Broken(
        "reviews.csv",
        "EV002,review",
        "EV001,review",
        Fault("evidence/entries: EV001", "twice", "EV001"),
    ),
    "entry of an unknown condition": Broken(
        "reviews.csv",
        "EV001,review,lbp_chronic",
        "EV001,review,gout",
        Fault("evidence/reviews.csv: EV001", "unknown_condition", "gout"),
    ),
    "interval beside its estimate": Broken(
        "reviews.csv",
        "-10.26,-17.11,-3.40",
        "-18.26,-17.11,-3.40",
        Fault("evidence/reviews.csv: EV001", "backwards", "-17.11 -18.26 -3.40"),
    ),
    "number with a comma": Broken(
        "reviews.csv",
        "-10.26,-17.11,-3.40",
        '"-10,26",-17.11,-3.40',
        Fault("evidence/reviews.csv: EV001: estimate", "not_number", "-10,26"),
    ),
    "unknown rating": Broken(
        "reviews.csv",
        "intervention,low,low,not read",
        "intervention,low,fair,not read",
        Fault("evidence/reviews.csv: EV001", "unknown_word", "fair"),
    ),
    "arm of no trial": Broken(
        "arms.csv",
        "TR-kerr-2003",
        "TR-kerr",
        Fault("evidence/arms.csv: TR-kerr", "unknown_entry", "TR-kerr"),
    ),
    "arm without a mean": Broken(
        "arms.csv",
        "acupuncture,pain 0-100,immediate,0-100,less,26,51.3,",
        "acupuncture,pain 0-100,immediate,0-100,less,26,,",
        Fault("evidence/arms.csv: TR-kerr-2003: mean", "missing"),
    ),
    "entry of an unknown kind": Broken(
        "reviews.csv",
        "EV001,review",
        "EV001,survey",
        Fault("evidence/reviews.csv: EV001", "unknown_word", "survey"),
    ),
    "entry that nobody is said to have read": Broken(
        "reviews.csv",
        'mu2020,"project, one reading",seen,',
        "mu2020,,seen,",
        Fault("evidence/reviews.csv: EV001: read_by", "missing"),
    ),
    "entry without a standing": Broken(
        "reviews.csv",
        "did not reach their pre-set clinically relevant change,draft",
        "did not reach their pre-set clinically relevant change,signed",
        Fault("evidence/reviews.csv: EV001", "unread_status", "signed"),
    ),
    "claim with a key that nothing reads": _claim(
        USUAL, USUAL + "\nsure = true", "unknown_key", "sure"
    ),
    "claim without a wish": _claim(
        USUAL + "\nagainst = []\npublish = true",
        USUAL + "\nagainst = []",
        "missing",
        None,
        ": publish",
    ),
    "claim without its other side": _claim(
        USUAL + "\nagainst = []", USUAL, "missing", None, ": against"
    ),
    "source without a provenance": Broken(
        "sources.csv",
        "no study that was read,,recalled",
        "no study that was read,,",
        Fault("evidence/sources.csv: article", "no_provenance", ""),
    ),
    "source that nothing names": Broken(
        "sources.csv", "mu2020,", "mu2021,", Fault("evidence/sources.csv: mu2021", "unused_source")
    ),
    "source without words": Broken(
        "sources.csv",
        "article,The centre's own article for patients on acupuncture for back pain,",
        "article,,",
        Fault("evidence/sources.csv: article: citation", "missing"),
    ),
    "plot of an unknown entry": Broken(
        "plots.toml",
        'rows = [["EV011", "tablets"]]',
        'rows = [["EV999", "tablets"]]',
        Fault("evidence/plots.toml: lbp-acute-reviews", "unknown_entry", "EV999"),
    ),
    "plot of another unit": Broken(
        "plots.toml",
        'unit = "days"',
        'unit = "weeks"',
        Fault("evidence/plots.toml: migraine-days", "unknown_word", "weeks"),
    ),
    "plot without an interval": Broken(
        "plots.toml",
        'rows = [["EV037", "sham"], ["EV030", "sham"]',
        'rows = [["EV028", "sham"], ["EV030", "sham"]',
        Fault("evidence/plots.toml: neck-reviews: EV028", "missing"),
    ),
    "plot of arms that are not there": Broken(
        "plots.toml",
        'time = "immediate"',
        'time = "never"',
        Fault("evidence/plots.toml: lbp-chronic-sham-after", "unknown_entry", "acupuncture"),
    ),
    "plot of another condition": Broken(
        "plots.toml",
        'condition = "postop"',
        'condition = "nothing"',
        Fault("evidence/plots.toml: postop-knee", "unknown_condition", "nothing"),
    ),
    "plot twice": Broken(
        "plots.toml",
        'id = "oa-hip-reviews"',
        'id = "oa-hand-reviews"',
        Fault("evidence/plots.toml: oa-hand-reviews", "twice", "oa-hand-reviews"),
    ),
    "plot in the wrong language": Broken(
        "plots.toml",
        'el = "Πόνος μετά από αρθροπλαστική γόνατος"',
        'el = "Pain after a new knee"',
        Fault("evidence/plots.toml: postop-knee: el", "wrong_language"),
    ),
}


def copied(place: Path, broken: Broken | None = None) -> Path:
    """Copy the packaged files, and break one of them."""
    for one in folder("evidence").iterdir():
        text = one.read_text("utf-8")
        if broken is not None and one.name == broken.file:
            assert broken.old in text, broken.old
            text = text.replace(broken.old, broken.new, 1)
        place.joinpath(one.name).write_text(text, "utf-8")
    return place
