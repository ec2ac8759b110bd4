"""Where sources disagree, both are shown."""

import pytest

from ashi.core.safety.rules import rules_by_id


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        ("CI009", "McCulloch, Perm J 2015"),
        ("CI019", "Cassileth, Cancer 2013;119:2455"),
        ("CI020", "Cassileth, Cancer 2013;119:2455"),
        ("CI026", "de Valois, Support Care Cancer 2024;32:229"),
        ("CI052", "Carr, Acupunct Med 2015;33:413"),
        ("CI053", "Carr, Acupunct Med 2015;33:413"),
        ("CI054", "Carr, Acupunct Med 2015;33:413"),
        ("CI061", "itmonline.org"),
        ("CI097", "Direct Supply TENS manual"),
        ("CI098", "Direct Supply TENS manual"),
        ("PREG-CORE", "AACP guidelines V2 2012, erratum p11"),
    ],
)
def test_the_other_side_stands_beside_the_rule_with_its_source(rule: str, source: str) -> None:
    views = rules_by_id()[rule].disagree

    assert source in [one for view in views for one in view.sources]
    assert all(view.text and view.text_el and view.provenance for view in views)
