"""What ``ashi evidence`` says of faults, of rows, and of numbers that were derived."""

from ashi.core.evidence.records import How, Note

FAULTS = {
    "below_nought": "below nought: {given}",
    "column_twice": "comes twice",
    "decimal_comma": "a decimal comma: {given}; write a point, or separate columns by semicolons",
    "empty": "empty",
    "more_than_n": "more events than people: {given}",
    "no_column": "no such column; the file has {given}",
    "no_ratio_at_all": "a ratio is above nought: {given}",
    "none_usable": "no row can be used: {given}",
    "not_csv": "no table: {given}",
    "not_number": "not a number: {given}",
    "not_text": "neither UTF-8 nor UTF-16",
    "not_whole": "not a whole number: {given}",
    "only_bound": "only a bound, where a number is asked for: {given}",
    "out_of_range": "out of range: {given}",
    "percent": "a percentage, where a count of people is asked for: {given}",
    "percent_of": "a percentage, where a number is asked for: {given}",
    "too_many_cells": "{given} more cells than the heading has columns; a decimal comma?",
    "turned_round": "greater than what should be above it: {given}",
}
ADDING_FAULTS = FAULTS | {
    "broken_tag": "no tag of such a file, and nothing that goes on: {given}",
    "duplicate": "is there already: {given}",
    "markup": "holds code of a web page: {given}",
    "mean_off_scale": "a mean that the scale {given} does not have",
    "missing": "missing",
    "no_begin": "comes before any record: {given}",
    "no_centre": "which centre? There are {given}",
    "no_doi": "no DOI: {given}",
    "no_end": "this record does not end",
    "no_pmid": "no PMID: {given}",
    "no_registration": "no number of a register: {given}",
    "no_rows": "a heading, and no trial under it",
    "no_spread": "a standard deviation that is not above nought: {given}",
    "no_year": "no year of four digits: {given}",
    "percent": "a percentage, where a number is asked for: {given}",
    "provenance": "none of seen, seen2, recalled: {given}",
    "retracted": "was withdrawn, and is not taken: {given}",
    "sd_off_scale": "a standard deviation that no people on the scale {given} can have",
    "too_few_people": "a group has at least two people: {given}",
    "too_long": "too long: {given}",
    "too_many_rows": "more than {given} trials",
    "unknown_question": "no question that is pooled here: {given}",
    "unwritable": "holds a sign that cannot be stored: {given}",
}
TWICE = "the study comes more than once"
NOTES = {
    "arms_twice": f"{TWICE} with these groups: are its patients counted twice?",
    "beyond_numbers": "left out: its numbers are too large or too small to reckon with",
    "change_against_end": "one group by its change, the other by where it ended",
    "control_shared": f"{TWICE} with one control group, which is counted again each time "
    "(--arms split or combine)",
    "mean_off_scale": "left out: a mean that the scale does not have",
    "missing": "left out: no {about}",
    "no_events": "no events in either group: 1/2 is added to each cell and the trial stays",
    "no_ratio": "left out: means of which one is nought or below it have no ratio",
    "no_variance": "left out: no variance",
    "nobody": "left out: a group of nobody",
    "numbers_of_another": "another study has the same numbers: is it one trial, published twice?",
    "perhaps_standard_error": "its standard deviations look like standard errors",
    "row_twice": f"{TWICE} with the same numbers: are its patients counted twice?",
    "sd_off_scale": "left out: a standard deviation that no values on the scale can have",
    "skewed": "its medians and quartiles lean to one side: the mean made of them is doubtful",
    "spread_far_too_small": "a standard deviation far smaller than those of the other trials",
    "study_twice": f"{TWICE}: are its patients counted twice?",
    "too_few_for_median": "left out: a median of fewer than five people gives no mean",
    "too_few_people": "left out: a group of fewer than two",
}
HOW = {
    "change": "{column} of the change, from before and after",
    "change_r": "{column} of the change, with a correlation of {detail}",
    "difference_interval": "{column} from the interval of the difference, the same in both groups",
    "difference_p": "{column} from the p value of the difference, the same in both groups",
    "difference_se": "{column} from the standard error of the difference, the same in both groups",
    "difference_t": "{column} from the t of the difference, the same in both groups",
    "interval": "{column} from its interval",
    "joined": "groups joined, of lines {detail}",
    "log": "{column} is the logarithm of the ratio",
    "luo2018+shi2020": "{column} from median, quartiles and range ({method})",
    "luo2018+wan2014": "{column} from median and quartiles or range ({method})",
    "p": "{column} from its p value",
    "se": "{column} from its standard error",
    "shared": "{column} shared among {detail} comparisons",
    "t": "{column} from its t or z",
}
METHODS = {"luo2018": "Luo 2018", "wan2014": "Wan 2014", "shi2020": "Shi 2020"}


def worded(note: Note) -> str:
    """Say what is noted of a row."""
    words = NOTES[note.code].format(about=note.about)
    named = f" ({note.about})" if note.about and "{about}" not in NOTES[note.code] else ""
    line = f"line {note.line}{named}: {words}"
    return " ".join(line.split())


def derived(how: How) -> str:
    """Say how a column was derived."""
    mean_by, _, sd_by = how.code.partition("+")
    method = METHODS.get(mean_by if how.column.startswith("mean") else sd_by, "")
    code = "change_r" if how.code == "change" and how.detail else how.code
    return HOW[code].format(column=how.column, detail=how.detail, method=method)
