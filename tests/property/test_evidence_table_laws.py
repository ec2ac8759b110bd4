"""Any table of numbers gets an answer in JSON, or lines that say why not, and never both."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ashi.cli.main import main
from ashi.core.evidence.columns import SCALE, readable
from ashi.core.evidence.effects import COLUMNS, Measure

CELLS = st.sampled_from(
    ["", "NA", "0", "1", "2", "5", "25", "40", "-1", "0.05", "0.5", "1e-300", "1e154", "1e300", "6"]
)


@st.composite
def tables(draw):
    measure = draw(st.sampled_from(list(Measure)))
    others = draw(st.sets(st.sampled_from([*readable(measure), *SCALE]), max_size=8))
    names = list(dict.fromkeys(["study", *COLUMNS[measure], *sorted(others)]))
    rows = draw(
        st.lists(
            st.tuples(st.sampled_from("ABC"), *[CELLS] * (len(names) - 1)), min_size=1, max_size=6
        )
    )
    return measure, "\n".join(",".join(row) for row in [names, *rows])


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    tables(),
    st.sampled_from(["pool", "bias", "subgroup", "cumulative"]),
    st.sampled_from(["EE", "DL", "HE", "SJ", "REML"]),
    st.sampled_from(["z", "knha"]),
    st.sampled_from(["keep", "split", "combine"]),
)
def test_a_table_is_answered_or_its_faults_are_told(
    tmp_path, capsys, table, what, method, test, arms
):
    measure, text = table
    file = tmp_path / "trials.csv"
    file.write_text(text)
    words = ["--measure", measure, "--method", method, "--test", test, "--arms", arms]
    by = ["--by", "study"] if what in ("subgroup", "cumulative") else []

    code = main(["evidence", what, str(file), *words, *by])

    said = capsys.readouterr()
    assert code in (0, 2)
    assert (said.out == "") == (code == 2) == (said.err != "")
    if code == 0:
        json.loads(said.out, parse_constant=pytest.fail)
