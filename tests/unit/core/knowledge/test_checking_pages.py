"""Each thing that can be wrong with a page for patients is found; a claim cannot be said without."""

from copy import deepcopy

import pytest

from ashi.core.kernel.faults import Fault
from ashi.core.knowledge.checking_pages import FILES, page_faults
from ashi.core.knowledge.evidence_base.base import packaged_base
from ashi.core.knowledge.evidence_base.showing import weigh
from ashi.core.knowledge.packaged import read_toml
from ashi.core.knowledge.pages.sentences import CLAIMING

BASE = packaged_base()


@pytest.fixture
def files():
    return deepcopy({name: read_toml("pages", f"{name}.toml") for name in FILES})


def first(files):
    return files["pages"]["pages"][0]["sections"][0]["says"]


PLACE = "pages/pages.toml: acupuncture: needles 1"


def test_the_packaged_pages_hold_together(files):
    assert page_faults(BASE, files) == []


@pytest.mark.parametrize("kind", sorted(CLAIMING))
def test_a_sentence_that_claims_is_refused_without_a_claim(files, kind):
    first(files)[0] = {"kind": kind, "en": "Needles help.", "el": "Οι βελόνες βοηθούν."}

    assert page_faults(BASE, files) == [Fault(PLACE, "no_claim", kind)]


def test_a_claim_that_is_not_there_or_is_held_back_is_refused(files):
    held = next(one for one in BASE.claims.values() if not weigh(one, BASE).may_be_published)
    first(files)[0] = {"kind": held.type.value, "claim": held.id}
    assert page_faults(BASE, files) == [Fault(PLACE, "claim_held", held.id)]

    first(files)[0] = {"kind": "works", "claim": "never-made"}
    assert page_faults(BASE, files) == [Fault(PLACE, "unknown_claim", "works")]


def test_a_claim_of_another_kind_or_with_words_of_its_own_is_refused(files):
    first(files)[0] = {"kind": "works", "claim": "harm-any"}
    assert page_faults(BASE, files) == [Fault(PLACE, "unknown_word", "works")]

    first(files)[0] = {"kind": "safety", "claim": "harm-any", "en": "It is nothing."}
    assert page_faults(BASE, files) == [Fault(PLACE, "own_words", "harm-any")]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Eight people of ten, 80%, feel better.", "80%"),
        ("About 9 of 10 feel better.", "9 of 10"),
        ("It is proven.", "proven"),
        ("It relieves pain.", "relieves"),
        ("It works well.", "works well"),
    ],
)
def test_a_plain_sentence_that_counts_or_praises_is_refused(files, words, found):
    first(files)[0] = {"kind": "own", "en": words, "el": "Ελληνικά."}

    assert page_faults(BASE, files) == [Fault(f"{PLACE}: en", "no_claim", found)]


@pytest.mark.parametrize(
    "words", ["Είναι αποτελεσματικός.", "Βοηθά 8 στους 10.", "Μειώνει τον πόνο."]
)
def test_the_same_in_greek(files, words):
    first(files)[0] = {"kind": "own", "en": "Plain.", "el": words}

    assert [one.code for one in page_faults(BASE, files)] == ["no_claim"]


def test_other_faults_are_found(files):
    first(files)[0] = {"kind": "own", "en": "Plain.", "el": ""}
    files["doses"]["doses"][2]["entries"] = ["EV999"]
    files["rates"]["rates"][0]["entry"] = "HM01"
    files["self_care"]["self_care"][0]["conditions"] = ["nothing"]
    files["questions"]["questions"][0]["el"] = "English?"
    del files["conditions"]["tmd"]
    files["brief"]["fm"]["for"] = "migraine-v-sham"
    files["brief"]["tth"]["against"] = "never-made"
    files["brief"]["cts"]["for"] = "muscles-relax"

    found = set(page_faults(BASE, files))
    assert found >= {
        Fault(f"{PLACE}: el", "missing"),
        Fault("pages/doses.toml: 3", "unknown_entry", "EV999"),
        Fault("pages/rates.toml: HM01", "only_recalled", "HM01"),
        Fault("pages/self_care.toml: keep-moving", "unknown_condition", "nothing"),
        Fault("pages/questions.toml: how: el", "wrong_language"),
        Fault("pages/conditions.toml: tmd", "unknown_condition", "tmd"),
        Fault("pages/brief.toml: fm: for", "unknown_condition", "migraine-v-sham"),
        Fault("pages/brief.toml: tth: against", "unknown_claim", "never-made"),
        Fault("pages/brief.toml: cts: for", "claim_held", "muscles-relax"),
    }


def test_a_word_never_used_is_found(files):
    first(files)[0] = {"kind": "own", "en": "It is safe.", "el": "Ελληνικά."}

    assert page_faults(BASE, files) == [Fault(f"{PLACE}: en", "forbidden_word", "safe")]
