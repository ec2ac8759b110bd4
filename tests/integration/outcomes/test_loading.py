"""A centre loads its own questionnaires and chooses by what it compares."""

import pytest

from ashi.apps.accounts.errors import NotAllowedError
from ashi.apps.outcomes.actions.loading import (
    choose_thresholds,
    chosen,
    end_questionnaire,
    key_of,
    load_questionnaire,
)
from ashi.apps.outcomes.errors import (
    AskingUnknownError,
    FileUnreadableError,
    MeasureNeedsFileError,
    ThresholdUnknownError,
)
from ashi.apps.outcomes.forms import can_ask, forms_for
from ashi.apps.outcomes.models import Questionnaire
from ashi.core.outcomes.catalogue import find_instrument
from ashi.core.outcomes.errors import AnswerFaultsError
from tests.desk.asked import as_file, questionnaire
from tests.desk.centre import make_centre

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def load(small, document=None, *, who="owner", **more):
    data = as_file(questionnaire() if document is None else document)
    wanted = {"measure": "PHQ9", "language": "en", "data": data} | more
    return load_questionnaire(by=small.actor(who), **wanted)


def test_what_nobody_loaded_is_not_asked_and_says_so(small):
    assert not can_ask(small.centre.pk)("PHQ9")
    with pytest.raises(MeasureNeedsFileError) as refused:
        forms_for(small.centre.pk, ["PHQ9"], "en")
    assert refused.value.fields["measure"] == "PHQ9"


def test_our_own_words_need_no_file_and_are_greek_for_greeks(small):
    (english,), (greek,) = (forms_for(small.centre.pk, ["NPRS"], one) for one in ("en", "el"))

    assert english.is_ours
    assert english.fitted.questions[0].text != greek.fitted.questions[0].text


def test_a_file_is_asked_from_and_a_newer_one_follows_it(small):
    first = load(small)
    assert load(small) == first
    second = load(small, questionnaire(title="Newer"))
    first.refresh_from_db()

    assert (first.version, second.version) == (1, 2)
    assert first.ended_at
    (form,) = forms_for(small.centre.pk, ["PHQ9"], "el")  # none in Greek: the one there is
    assert form.questionnaire == second
    other = make_centre("other")
    assert not can_ask(other.centre.pk)("PHQ9")
    with pytest.raises(AskingUnknownError):
        end_questionnaire(by=other.actor("owner"), questionnaire_id=second.pk)
    end_questionnaire(by=small.actor("owner"), questionnaire_id=second.pk)
    assert not can_ask(small.centre.pk)("PHQ9")


def waiting(*pairs):
    document = questionnaire()
    for at, other in pairs:
        document["item"][at]["enableWhen"] = [
            {"question": other, "operator": "exists", "answerBoolean": True}
        ]
    return document


def without_link_id():
    document = questionnaire()
    del document["item"][2]["linkId"]
    return document


@pytest.mark.parametrize(
    "document",
    [
        {},
        [],
        {"resourceType": "Patient"},
        questionnaire(item=[]),
        questionnaire(questions=8),
        questionnaire(most=4),
        waiting((0, "q2"), (1, "q1")),
        waiting((0, "elsewhere")),
        without_link_id(),
        questionnaire(item=questionnaire()["item"][:8] + questionnaire()["item"][:1]),
    ],
)
def test_a_file_that_cannot_be_asked_is_refused_and_not_kept(small, document):
    with pytest.raises(AnswerFaultsError) as refused:
        load(small, document)

    assert refused.value.faults
    assert not Questionnaire.objects.exists()


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff\xfe\x00", b'{"a": NaN}', b'{"a": "\\u0000"}', b"[" * 90_000]
)
def test_what_is_no_json_is_refused(small, data):
    with pytest.raises(FileUnreadableError):
        load(small, data=data)


def test_only_those_who_keep_the_settings_load(small):
    with pytest.raises(NotAllowedError):
        load(small, who="maria")


def test_a_centre_compares_by_the_threshold_it_chose(small):
    instrument = find_instrument("NDI")
    second = instrument.mcid[1]
    row = choose_thresholds(by=small.actor("owner"), measure="ndi", mdc="", mcid=key_of(second))

    assert chosen(instrument, row) == {"mcid": second}
    assert chosen(instrument, None) == {}
    with pytest.raises(ThresholdUnknownError):
        choose_thresholds(by=small.actor("owner"), measure="NDI", mdc="own", mcid="")
