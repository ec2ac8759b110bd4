"""What Ashi says of a gateway for text messages that cannot be."""

import pytest

from ashi.config.environment import ConfigurationError, read_environment
from ashi.config.texting import Gateway

GIVEN = {
    "ASHI_SMS_URL": "https://sms.example/send",
    "ASHI_SMS_BODY": "to={to}&text={text}",
    "ASHI_SMS_HEADER": "Authorization: Bearer a:b",
}


def test_a_gateway_is_read_and_its_secret_is_not_shown(tmp_path):
    found = read_environment({"ASHI_DATA_DIR": str(tmp_path)} | GIVEN).sms

    assert found == Gateway(
        url=GIVEN["ASHI_SMS_URL"],
        body=GIVEN["ASHI_SMS_BODY"],
        header=("Authorization", "Bearer a:b"),
    )
    assert "Bearer" not in repr(found)


def test_without_an_address_there_is_none(tmp_path):
    more = {name: value for name, value in GIVEN.items() if name != "ASHI_SMS_URL"}
    assert read_environment({"ASHI_DATA_DIR": str(tmp_path)} | more).sms is None


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        (
            "ASHI_SMS_URL",
            "http://sms.example/send",
            "is not an https:// address (http needs ASHI_SMS_INNER=1).",
        ),
        ("ASHI_SMS_URL", "send", "is not an https:// address (http needs ASHI_SMS_INNER=1)."),
        ("ASHI_SMS_METHOD", "DELETE", "is 'DELETE'; write POST, PUT or GET."),
        ("ASHI_SMS_BODY", "to={to}", "lacks {to} or {text}, and so does the address."),
        ("ASHI_SMS_HEADER", "Secret", "is not of the form Name: value."),
    ],
)
def test_a_wrong_value_is_named_with_its_cure(tmp_path, name, value, fault):
    with pytest.raises(ConfigurationError) as caught:
        read_environment({"ASHI_DATA_DIR": str(tmp_path)} | GIVEN | {name: value})

    assert str(caught.value) == f"{name} {fault}"


def test_the_operator_may_allow_an_inner_gateway(tmp_path):
    inner = {"ASHI_SMS_URL": "http://10.0.0.8/send", "ASHI_SMS_INNER": "1"}
    found = read_environment({"ASHI_DATA_DIR": str(tmp_path)} | GIVEN | inner).sms

    assert found is not None
    assert found.inner
