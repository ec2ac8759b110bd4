"""What a table of trials may hold instead of means and deviations, and what is said of each row."""

import math

import pytest

from ashi.core.evidence.effects import Measure
from ashi.core.evidence.errors import TableFaultsError
from ashi.core.evidence.records import Arms, How, Note, Reading
from ashi.core.evidence.tables import read_trials

PLAIN = "study,n1,mean1,sd1,n2,mean2,sd2\nA,25,5,2,25,6,2\n"
SE = 2 / math.sqrt(25)
T = 2.063_898_561_628_021  # t of 24 degrees of freedom at 97.5 %


def read(text, measure=Measure.MD, **how):
    return read_trials(text, measure, Reading(**how))


def one(text, measure=Measure.MD, **how):
    found = read(text, measure, **how)
    assert len(found.yi) == 1, found.notes
    return found.yi[0], found.vi[0], found.how[0]


def faults(text, measure=Measure.MD, **how):
    with pytest.raises(TableFaultsError) as caught:
        read(text, measure, **how)
    return [(one.path, one.code) for one in caught.value.faults]


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("n1,mean1,se1,n2,mean2,sd2\n25,5,0.4,25,6,2\n", (How("sd1", "se"),)),
        (
            f"n1,mean1,low1,high1,n2,mean2,sd2\n25,5,{5 - T * SE},{5 + T * SE},25,6,2\n",
            (How("sd1", "interval"),),
        ),
        (
            "n1,n2,mean1,mean2,se\n25,25,5,6,0.5656854249492381\n",
            (How("sd1", "difference_se"), How("sd2", "difference_se")),
        ),
        (
            "n1,n2,mean1,mean2,t\n25,25,5,6,-1.7677669529663687\n",
            (How("sd1", "difference_t"), How("sd2", "difference_t")),
        ),
        (
            "n1,n2,mean1,mean2,p\n25,25,5,6,0.08345592162637239\n",
            (How("sd1", "difference_p"), How("sd2", "difference_p")),
        ),
        (
            (
                "n1,before_mean1,before_sd1,after_mean1,after_sd1,r,n2,mean2,sd2\n"
                "25,2,2,7,2,0.5,25,6,2\n"
            ),
            (How("mean1", "change"), How("sd1", "change", "0.5")),
        ),
        ("effect,se\n-1,0.5656854249492381\n", (How("vi", "se"),)),
        ("effect,low,high\n-1,-2.1087230,0.1087230\n", (How("vi", "interval"),)),
        ("effect,t\n-1,1.7677669529663687\n", (How("vi", "t"),)),
    ],
)
def test_numbers_printed_otherwise_give_the_same_effect_and_say_how(text, how):
    yi, vi, said = one(text)

    assert abs(yi) == pytest.approx(1)
    assert vi == pytest.approx(0.32, rel=1e-6)
    assert said == how


def test_what_was_printed_is_taken_as_it_is_and_nothing_else_is_read():
    assert one(PLAIN)[2] == ()
    assert one("n1,mean1,sd1,n2,mean2,sd2,p\n25,5,2,25,6,2,<0.05\n")[2] == ()


def test_medians_name_their_methods_and_say_when_they_lean():
    heading = "n1,median1,q1_1,q3_1,min1,max1,n2,mean2,sd2\n"
    even = read(heading + "40,5,4,6,,,40,6,2\n")
    full = read(heading + "40,5,4,6,1,9,40,6,2\n")
    leaning = read(heading + "40,4.1,4,9,,,40,6,2\n")
    few = heading + "4,5,4,6,,,40,6,2\n40,5,4,6,,,40,6,2\n"

    assert even.how[0] == (How("mean1", "luo2018+wan2014"), How("sd1", "luo2018+wan2014"))
    assert full.how[0] == (How("mean1", "luo2018+shi2020"), How("sd1", "luo2018+shi2020"))
    assert even.notes == []
    assert leaning.notes == [Note(2, "skewed", "row 2")]
    assert leaning.doubtful == [0]
    assert read(few).notes == [Note(2, "too_few_for_median", "row 2")]


def test_a_change_without_a_stated_correlation_is_left_out_and_says_so():
    text = (
        "n1,mean1,before_sd1,after_sd1,n2,mean2,sd2\n25,5,2,2,25,6,2\n9,5,,,9,6,1\n9,5,2,2,9,6,2\n"
    )
    text += "25,5,2,2,25,6,2\n"
    plain = "n1,mean1,sd1,before_sd1,after_sd1,n2,mean2,sd2\n25,5,,2,2,25,6,2\n25,5,2,,,25,6,2\n"

    assert faults(text) == [("rows", "none_usable")]
    assert read(plain).notes == [Note(2, "missing", "sd1, r")]
    assert read(plain, r=0.5).vi == pytest.approx([0.32, 0.32])
    assert read(plain, r=0.9).how[0] == (How("sd1", "change", "0.9"),)


def test_a_change_against_an_end_is_doubtful():
    heading = "n1,before_mean1,after_mean1,sd1,n2,before_mean2,after_mean2,mean2,sd2\n"
    found = read(heading + "25,2,7,2,25,,,6,2\n25,2,7,2,25,2,6,,2\n")

    assert found.notes == [Note(2, "change_against_end", "row 2")]
    assert found.yi == [-1, 1]


def test_ratios_are_read_with_their_interval_on_the_log_scale():
    low, high = 0.5 * math.exp(-1.959963985 * 0.3), 0.5 * math.exp(1.959963985 * 0.3)
    yi, vi, how = one(f"effect,low,high\n0.5,{low},{high}\n", Measure.RR)

    assert (yi, vi) == (pytest.approx(math.log(0.5)), pytest.approx(0.09))
    assert how == (How("yi", "log"), How("vi", "interval"))


def test_an_effect_with_another_level_or_a_p_of_one_or_nought():
    assert one("yi,low,high,level\n0,-1.644854,1.644854,90\n", Measure.GEN)[1] == pytest.approx(1)
    assert one("yi,p\n2,0.0455002639\n", Measure.GEN)[1] == pytest.approx(1)
    text = "yi,p,se\n2,1,\n2,0,\n0,0.5,\n,,1\n2,,1\n"
    assert [note.code for note in read(text, Measure.GEN).notes] == ["missing"] * 4


def test_a_group_of_one_is_named_whatever_way_it_is_printed():
    text = "n1,mean1,se1,n2,mean2,sd2\n1,5,0.4,25,6,2\n25,5,0.4,25,6,2\n"

    assert read(text).notes == [Note(2, "too_few_people", "row 2")]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("study,n1,mean1,sd1,n2,mean2,sd2\nA,9,5,5,2,9,6,2\n", ("line 2", "too_many_cells")),
        (PLAIN.replace("A,25,5,", 'A,25,"5,5",'), ("line 2 mean1", "decimal_comma")),
        ("yi,p\n2,<0.05\n", ("line 2 p", "only_bound")),
        ("yi,p\n2,1.5\n", ("line 2 p", "out_of_range")),
        ("yi,se\n2,-1\n", ("line 2 se", "below_nought")),
        ("yi,low,high\n2,3,1\n", ("line 2 low", "turned_round")),
        ("n1,n2,mean1,mean2,sd1\n2,2,2,2,2\n", ("sd2", "no_column")),
        (
            "n1,median1,q1_1,q3_1,n2,mean2,sd2\n9,5,6,7,9,5,2\n",
            ("line 2 q1_1", "turned_round"),
        ),
    ],
)
def test_what_cannot_be_is_a_fault_with_its_place(text, fault):
    measure = Measure.GEN if text.startswith("yi") else Measure.MD
    assert fault in faults(text, measure)


def test_a_ratio_below_nought_is_no_ratio():
    assert faults("effect,low,high\n0.5,-0.1,1\n", Measure.OR) == [
        ("line 2 low", "no_ratio_at_all")
    ]


def test_a_tab_separates_and_leaves_the_comma_to_decimals():
    assert one(PLAIN.replace(",", "\t").replace("\t5\t", "\t5,0\t"))[0] == -1


def test_no_more_than_fifty_faults_are_told():
    text = PLAIN + "A,x,5,2,25,6,2\n" * 200
    assert len(faults(text)) == 50


# Trials of three groups: both rows stand against one group of 30.
SHARED = (
    "study,arm1,arm2,n1,mean1,sd1,n2,mean2,sd2\n"
    "A,manual,sham,20,4,2,30,6,2\nA,electric,sham,10,5,1,30,6,2\nB,manual,sham,25,5,2,25,6,2\n"
)


def test_a_control_group_counted_again_is_named_and_stays():
    found = read(SHARED)

    assert found.notes == [Note(2, "control_shared", "A"), Note(3, "control_shared", "A")]
    assert (len(found.yi), found.doubtful) == (3, [1])


def test_a_shared_group_is_split_and_says_so():
    found = read(SHARED, arms=Arms.SPLIT)

    assert found.vi[:2] == pytest.approx([4 / 20 + 4 / 15, 1 / 10 + 4 / 15])
    assert found.how == [(How("n2", "shared", "2"),), (How("n2", "shared", "2"),), ()]
    assert found.notes == []


def test_groups_are_joined_and_say_so():
    found = read(SHARED, arms=Arms.COMBINE)

    mean = (20 * 4 + 10 * 5) / 30
    spread = (19 * 4 + 9 * 1 + 20 * (4 - mean) ** 2 + 10 * (5 - mean) ** 2) / 29
    assert found.yi == pytest.approx([mean - 6, -1])
    assert found.vi[0] == pytest.approx(spread / 30 + 4 / 30)
    assert found.how == [(How("n1", "joined", "2, 3"),), ()]
    assert found.labels[0]["arm1"] == "manual + electric"


def test_counts_are_split_and_joined_alike():
    text = "study,events1,n1,events2,n2\nA,10,20,8,40\nA,5,10,8,40\n"
    split, joined = (read(text, Measure.RD, arms=arms) for arms in (Arms.SPLIT, Arms.COMBINE))

    assert split.yi == pytest.approx([0.3, 0.3])
    assert split.vi[0] == pytest.approx(0.25 / 20 + 0.16 / 20)
    assert joined.yi == pytest.approx([0.3])
    assert joined.vi[0] == pytest.approx(0.25 / 30 + 0.16 / 40)


def test_rows_that_are_one_trial_are_neither_split_nor_joined():
    twice = PLAIN + "A,25,5,2,25,6,2\n"
    for arms in Arms:
        found = read(twice, arms=arms)
        assert [note.code for note in found.notes] == ["row_twice", "row_twice"]
        assert found.vi == pytest.approx([0.32, 0.32])


def test_the_same_groups_at_another_time_are_counted_twice():
    text = SHARED + "B,Manual,sham,24,5,2,25,6,2\n"

    assert [note.code for note in read(text).notes if note.about == "B"] == ["arms_twice"] * 2


def test_effects_without_groups_come_twice_by_name_alone():
    found = read("study,yi,vi\nA,1,1\nA,2,1\n", Measure.GEN, arms=Arms.SPLIT)

    assert [note.code for note in found.notes] == ["study_twice"] * 2


def test_one_group_s_own_deviation_says_nothing_of_the_other_s():
    text = "n1,mean1,sd1,n2,mean2,sd2,p\n25,5,2,25,6,,0.05\n25,5,,25,6,,0.05\n"

    assert read(text).notes == [Note(2, "missing", "sd2")]


def test_a_size_that_is_not_there_leaves_the_row_out():
    text = "n1,mean1,se1,n2,mean2,sd2\n,5,0.4,25,6,2\n25,5,0.4,25,6,2\n"

    assert read(text).notes == [Note(2, "missing", "n1, sd1")]


def test_a_trial_published_twice_under_two_names_is_named():
    found = read(PLAIN + "B,25,5,2,25,6,2\nC,25,5,2,25,6,3\n")

    assert found.notes == [Note(2, "numbers_of_another", "A"), Note(3, "numbers_of_another", "B")]


def test_an_effect_that_is_missing_beside_its_variance_leaves_the_row_out():
    found = read("yi,vi\n,1\n2,1\n", Measure.GEN)

    assert found.notes == [Note(2, "missing", "yi")]


def test_numbers_whose_cubes_no_double_holds_are_named():
    found = read("yi,vi\n1e70,1\n1,1e-70\n2,1\n3,0\n", Measure.GEN)

    assert [note.code for note in found.notes] == ["beyond_numbers"] * 2 + ["no_variance"]


def test_groups_beyond_counting_are_reckoned_without_overflow():
    assert read("events1,n1,events2,n2\n5,1e40,5,10\n", Measure.RD).vi == pytest.approx([0.025])
    text = "n1,mean1,sd1,n2,mean2,sd2\n9,1e-300,1,9,1e300,1\n9,2,1,9,1,1\n"
    assert [note.code for note in read(text, Measure.ROM).notes] == ["beyond_numbers"]
