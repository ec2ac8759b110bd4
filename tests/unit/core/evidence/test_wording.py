"""What is told of some pooled numbers, word for word."""

import math

import pytest

from ashi.core.evidence.effects import Measure
from ashi.core.evidence.errors import WordsError
from ashi.core.evidence.meaning import (
    Counts,
    Direction,
    Estimate,
    Notice,
    Points,
    in_points_of_ten,
    of_standardised,
    share_with,
)
from ashi.core.evidence.wording import Phrases, say, words
from ashi.core.kernel.certainty import Certainty

EN = Phrases("with acupuncture", "without", "for pain", "had their pain halved")
EL = Phrases(
    "με βελονισμό",
    "χωρίς",
    "για τον πόνο",
    "είδαν τον πόνο τους να πέφτει στο μισό",
    "είδε τον πόνο του να πέφτει στο μισό",
)
HALVED = Counts(Estimate(0.34, 0.25, 0.44), 0.16, event_is_good=True)
LESS_PAIN = Points(Estimate(-1.2, -1.8, -0.6), lower_is_better=True, mcid=2)


def test_a_benefit_in_people_in_both_languages():
    assert say(HALVED, Certainty.MODERATE, EN, "en") == (
        "Of 100 people, about 34 had their pain halved with acupuncture and about 16 without.",
        "The number with acupuncture may lie anywhere from 25 to 44.",
        "So people did better with acupuncture than without.",
        "We are fairly sure of this. The truth probably lies close to this, but may be clearly different.",
    )
    assert say(HALVED, Certainty.MODERATE, EL, "el") == (
        (
            "Στους 100 ανθρώπους, περίπου 34 είδαν τον πόνο τους να πέφτει στο μισό με βελονισμό και "
            "περίπου 16 χωρίς."
        ),
        "Ο αριθμός με βελονισμό μπορεί να είναι από 25 έως 44.",
        "Άρα οι άνθρωποι τα πήγαν καλύτερα με βελονισμό από ό,τι χωρίς.",
        (
            "Είμαστε αρκετά σίγουροι γι’ αυτό. Το πραγματικό αποτέλεσμα είναι μάλλον κοντά σε αυτό, "
            "μπορεί όμως και να διαφέρει αρκετά."
        ),
    )


def test_a_benefit_in_points_beside_what_people_notice():
    assert say(LESS_PAIN, Certainty.LOW, EN, "en") == (
        (
            "On a scale of 0 to 10, the score for pain was on average 1.2 points lower with acupuncture "
            "than without."
        ),
        "In truth it may be anything from 0.6 to 1.8 points lower.",
        "People usually notice a difference of 2 points or more; this is less.",
        "So people did better with acupuncture than without.",
        "We are not very sure of this. The truth may be clearly different.",
    )
    assert say(LESS_PAIN, Certainty.LOW, EL, "el")[:3] == (
        (
            "Σε μια κλίμακα από το 0 ως το 10, η βαθμολογία για τον πόνο ήταν κατά μέσο όρο 1,2 βαθμούς "
            "χαμηλότερη με βελονισμό από ό,τι χωρίς."
        ),
        "Στην πραγματικότητα μπορεί να είναι από 0,6 έως 1,8 βαθμούς χαμηλότερη.",
        "Συνήθως καταλαβαίνουμε τη διαφορά από 2 βαθμούς και πάνω· εδώ είναι μικρότερη.",
    )


def test_no_difference_and_not_knowing_are_told_apart():
    little = Points(Estimate(-0.01, -0.4, 0.4), lower_is_better=True, mcid=2)
    unknown = Points(Estimate(-0.5, -2.5, 1), lower_is_better=True, mcid=2)

    assert say(little, None, EN, "en") == (
        (
            "On a scale of 0 to 10, the score for pain was on average about the same with acupuncture "
            "and without."
        ),
        "In truth it may be anything from 0.4 points lower to 0.4 points higher.",
        "People usually notice a difference of 2 points or more; this is less.",
        "So there was little or no difference.",
        "How sure this is has not been judged yet.",
    )
    assert say(unknown, Certainty.VERY_LOW, EN, "en")[1:4] == (
        "In truth it may be anything from 2.5 points lower to 1 point higher.",
        (
            "People usually notice a difference of 2 points or more; here it may be that much, "
            "or none at all."
        ),
        "So it is not known whether it makes a difference.",
    )


def test_a_side_effect_is_told_as_a_harm_of_more_people():
    dizzy = Counts(Estimate(0.012, 0.008, 0.02), 0.002, event_is_good=False)
    phrases = Phrases("with acupuncture", "without", event="felt dizzy")

    said = say(dizzy, Certainty.HIGH, phrases, "en")

    assert said[:3] == (
        "Of 1,000 people, about 12 felt dizzy with acupuncture and about 2 without.",
        "The number with acupuncture may lie anywhere from 8 to 20.",
        "So people did worse with acupuncture than without.",
    )


@pytest.mark.parametrize(
    ("with_treatment", "without", "first"),
    [
        ((0.01, 0.005, 0.02), 0.03, "Στους 100 ανθρώπους, περίπου 1 είδε "),
        ((0.161, 0.1605, 0.17), 0.16, "Στους 1.000 ανθρώπους, περίπου 161 είδαν "),
        ((0, 0, 0.001), 0.2, "Στους 10.000 ανθρώπους, λιγότεροι από 1 είδαν "),
    ],
)
def test_greek_counts_one_many_and_almost_nobody(with_treatment, without, first):
    meaning = Counts(Estimate(*with_treatment), without, event_is_good=True)

    assert say(meaning, None, EL, "el")[0].startswith(first)


def test_hardly_a_difference_is_not_told_as_nought():
    hardly = Points(Estimate(0.02, 0.01, 0.04), lower_is_better=False)

    assert say(hardly, None, EN, "en")[:2] == (
        (
            "On a scale of 0 to 10, the score for pain was on average less than 0.1 points higher with "
            "acupuncture than without."
        ),
        "In truth it may be anything from 0 to less than 0.1 points higher.",
    )


@pytest.mark.parametrize(
    ("value", "low", "high", "notice"),
    [
        (-3, -4, -2, Notice.MORE),
        (-3, -4, -1, Notice.PERHAPS_LESS),
        (-1, -3, -0.5, Notice.PERHAPS_MORE),
        (-1, -1.9, 0.5, Notice.LESS),
        (-1, -2.5, 0.5, Notice.EITHER),
        (0, -3, 0, Notice.EITHER),
    ],
)
def test_what_people_notice(value, low, high, notice):
    assert Points(Estimate(value, low, high), True, 2).notice is notice


def test_little_difference_in_people_where_somebody_said_how_few_do_not_matter():
    close = Counts(Estimate(0.16, 0.14, 0.18), 0.16, event_is_good=True, matters=0.05)

    assert close.direction is Direction.LITTLE
    assert Counts(close.with_treatment, 0.16, event_is_good=True).direction is Direction.OPEN


def test_shares_follow_from_ratios_as_in_the_handbook():
    """Handbook 15.4.4: at 300 of 1,000 without, RR 0.92 is 24 fewer and OR 0.73 is 62 fewer."""

    def fewer(measure, ratio):
        effect = Estimate(math.log(ratio), math.log(0.5), 0.0)
        return round(1000 * (0.3 - share_with(measure, effect, 0.3).value))

    assert (fewer(Measure.RR, 0.92), fewer(Measure.OR, 0.73)) == (24, 62)
    assert share_with(Measure.RD, Estimate(-0.1, -0.5, 0.0), 0.3).low == 0
    assert share_with(Measure.OR, Estimate(800, 1, 900), 1).value == 1


def test_points_of_other_scales_become_points_of_ten():
    found = in_points_of_ten(Estimate(-12, -18, -6), (0, 100))

    assert (found.value, found.low, found.high) == pytest.approx((-1.2, -1.8, -0.6))
    assert of_standardised(Estimate(-0.5, -1, 0), 20, (0, 100)).low == pytest.approx(-2)


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda: Estimate(1, 2, 3), "estimate"),
        (lambda: Estimate(float("nan"), 0, 1), "estimate"),
        (lambda: Estimate(1, 0, float("inf")), "estimate"),
        (lambda: share_with(Measure.RR, Estimate(0, 0, 0), 1.2), "without"),
        (lambda: share_with(Measure.MD, Estimate(0, 0, 0), 0.2), "measure"),
        (lambda: Points(Estimate(0, 0, 0), True, 0), "mcid"),
    ],
)
def test_numbers_no_sentence_can_be_made_of_are_refused(make, what):
    with pytest.raises(WordsError) as caught:
        make()

    assert caught.value.fields["what"] == what


def test_both_languages_have_the_same_templates_with_the_same_places():
    def shape(table, path=""):
        for name, value in table.items():
            if isinstance(value, dict):
                yield from shape(value, f"{path}{name}.")
            else:
                yield path + name, sorted({part.split("}")[0] for part in value.split("{")[1:]})

    assert dict(shape(words("en"))) == dict(shape(words("el")))
