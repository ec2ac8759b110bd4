"""What Ashi says when its surroundings are wrong."""

from pathlib import Path

import pytest

from ashi.config.environment import (
    NAMES,
    ConfigurationError,
    Mail,
    mail_from_url,
    read_environment,
)

SAMPLE = Path(__file__).resolve().parents[3] / "dotenv-sample"
SERVING = {
    "DATABASE_URL": "postgresql://ashi@localhost/ashi",
    "ASHI_SECRET_KEY": "k" * 50,
    "ASHI_ALLOWED_HOSTS": "centre.example, www.centre.example",
    "ASHI_EMAIL_URL": "smtp://desk:s%40fe@mail.example:465?tls=yes",
}


def faults(variables: dict[str, str]) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        read_environment(variables)
    return str(caught.value).splitlines()


def test_the_sample_names_every_variable_and_no_other():
    lines = SAMPLE.read_text().splitlines()

    assert sorted(
        line.split("=")[0] for line in lines if line and not line.startswith("#")
    ) == sorted(NAMES)


def test_a_server_for_people_names_each_missing_variable_in_one_line():
    assert faults({"DATABASE_URL": SERVING["DATABASE_URL"]}) == [
        "ASHI_ALLOWED_HOSTS is not set; name the hosts, separated by commas.",
        "ASHI_SECRET_KEY is not set; give it 50 or more random characters.",
        "ASHI_EMAIL_URL is not set; write smtp://user:password@host:587?tls=start.",
    ]


def test_a_complete_server_is_https_under_its_first_host():
    environment = read_environment(SERVING)

    assert environment.allowed_hosts == ("centre.example", "www.centre.example")
    assert (environment.base_url, environment.https) == ("https://centre.example", True)
    assert (environment.demo, environment.embedded) == (False, False)
    assert environment.mail == Mail(
        backend="django.core.mail.backends.smtp.EmailBackend",
        host="mail.example",
        port=465,
        user="desk",
        password="s@fe",
        tls=True,
    )


def test_a_trial_needs_nothing_and_keeps_one_secret(tmp_path):
    first = read_environment({"ASHI_DATA_DIR": str(tmp_path)})
    second = read_environment({"ASHI_DATA_DIR": str(tmp_path)})

    assert first == second
    assert len(first.secret_key) >= 50
    assert (first.embedded, first.https, first.demo) == (True, False, False)
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        (
            "DATABASE_URL",
            "sqlite:///x",
            "is not a postgresql:// address; Ashi runs on PostgreSQL only.",
        ),
        ("ASHI_DEMO", "perhaps", "is 'perhaps'; write 1 or 0."),
        ("ASHI_DEBUG", "1", "shows settings and records to strangers; take it away here."),
        ("ASHI_SECRET_KEY", "short", "has 5 characters; give it at least 50."),
        ("ASHI_ALLOWED_HOSTS", "*", "holds *; name the hosts this centre answers to."),
        ("ASHI_BASE_URL", "centre", "is 'centre'; write it as https://centre.example."),
        ("ASHI_DEMOS", "1", "is not a name that Ashi knows; perhaps ASHI_DEMO is meant."),
        ("ASHI_QQQQ", "1", "is not a name that Ashi knows; dotenv-sample lists all names."),
        (
            "ASHI_EMAIL_URL",
            "imap://x",
            "is neither smtp://user:password@host:port?tls=start|yes|no nor file:///folder.",
        ),
    ],
)
def test_a_wrong_value_is_named_with_its_cure(name, value, fault):
    assert faults(SERVING | {name: value}) == [f"{name} {fault}"]


def test_secrets_are_not_shown_when_the_environment_is_printed():
    shown = repr(read_environment(SERVING))

    assert "kkkk" not in shown
    assert "s@fe" not in shown
    assert SERVING["DATABASE_URL"] not in shown


def test_letters_of_a_trial_go_to_a_folder():
    assert mail_from_url("file:///var/letters") == Mail(
        backend="django.core.mail.backends.filebased.EmailBackend", folder="/var/letters"
    )


def test_day_sheets_lie_under_the_data_directory_or_where_the_centre_says(tmp_path):
    trial = {"ASHI_DATA_DIR": str(tmp_path)}

    assert read_environment(trial).day_sheets is None
    assert read_environment(trial | {"ASHI_DAY_SHEETS": "day"}).day_sheets == tmp_path / "day"
    elsewhere = read_environment(trial | {"ASHI_DAY_SHEETS": "/srv/sheets"}).day_sheets
    assert str(elsewhere) == "/srv/sheets"


@pytest.mark.parametrize(
    ("url", "refused"),
    [
        ("postgresql://ashi@localhost/ashi", False),
        ("postgresql://ashi@/ashi?host=/run/postgresql", False),
        ("postgresql://ashi@db.example/ashi?sslmode=verify-full", False),
        ("postgresql://ashi@db.example/ashi?sslmode=require", True),
        ("postgresql://ashi@db.example/ashi", True),
        ("postgresql:///ashi?host=10.0.0.7", True),
    ],
)
def test_a_database_elsewhere_is_spoken_with_under_its_certificate(url, refused):
    said = "DATABASE_URL names another machine; add ?sslmode=verify-full to it."
    told = SERVING | {"DATABASE_URL": url}

    if refused:
        assert faults(told) == [said]
    else:
        assert read_environment(told).database_url == url


def test_keys_from_before_are_read_and_not_shown():
    environment = read_environment(SERVING | {"ASHI_OLD_SECRET_KEYS": "older-key , oldest-key"})

    assert environment.old_secret_keys == ("older-key", "oldest-key")
    assert "older-key" not in repr(environment)
