"""Everything that Ashi takes from outside: one frozen value, read by one function.

Each variable is described in ``dotenv-sample``; a test compares the two. Without
``DATABASE_URL`` Ashi runs the PostgreSQL that came with it (a trial); with it and without
``ASHI_DEMO`` it serves real people, and then secrets, names and mail are compulsory.
"""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import parse_qs, unquote, urlsplit

from ashi.config import nightly
from ashi.config.places import database_place, default_data_dir, make_data_dir
from ashi.config.texting import Gateway, gateway_of

SWITCHES = {
    "": False,
    "0": False,
    "no": False,
    "false": False,
    "1": True,
    "yes": True,
    "true": True,
}
HERE = ("", "localhost", "127.0.0.1", "::1")
LEAST_SECRET = 50  # characters; what Django asks for
NAMES = (
    "DATABASE_URL",
    "ASHI_ALLOWED_HOSTS",
    "ASHI_AUDIT_HEADS_FILE",
    "ASHI_AUDIT_KEY_FILE",
    *nightly.NAMES,
    "ASHI_BASE_URL",
    "ASHI_DATA_DIR",
    "ASHI_DAY_SHEETS",
    "ASHI_DEBUG",
    "ASHI_DEMO",
    "ASHI_EMAIL_URL",
    "ASHI_MAIL_FROM",
    "ASHI_OLD_SECRET_KEYS",
    "ASHI_SECRET_KEY",
    "ASHI_SMS_BODY",
    "ASHI_SMS_HEADER",
    "ASHI_SMS_INNER",
    "ASHI_SMS_METHOD",
    "ASHI_SMS_URL",
)


class ConfigurationError(Exception):
    """One or more variables are missing or wrong; each line says which and what to do."""


@dataclass(frozen=True, kw_only=True)
class Mail:
    """How letters leave: by an SMTP server, or as files in a folder."""

    backend: str
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False
    tls: bool = False
    folder: str = ""


@dataclass(frozen=True, kw_only=True)
class Environment:
    """What this process was told about the world around it."""

    secret_key: str = field(repr=False)
    old_secret_keys: tuple[str, ...] = field(repr=False)
    debug: bool
    demo: bool
    allowed_hosts: tuple[str, ...]
    base_url: str
    database_url: str = field(repr=False)
    embedded: bool
    data_dir: Path
    day_sheets: Path | None
    https: bool
    mail_from: str
    mail: Mail
    sms: Gateway | None
    audit_key_file: Path
    audit_heads_file: Path
    nightly: nightly.Nightly | None


def read_environment(variables: Mapping[str, str] | None = None) -> Environment:
    """Read the variables, or raise ``ConfigurationError`` with one line for each fault."""
    reader = _Reader(os.environ if variables is None else variables)
    environment = reader.read()
    if reader.faults:
        raise ConfigurationError("\n".join(reader.faults))
    return environment


class _Reader:
    """Reads one variable after another and collects what is wrong with them."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.variables = variables
        self.faults: list[str] = []

    def read(self) -> Environment:
        self._refuse_unknown_names()
        database_url = self._text("DATABASE_URL")
        if database_url and urlsplit(database_url).scheme not in {"postgres", "postgresql"}:
            self._fault(
                "DATABASE_URL", "is not a postgresql:// address; Ashi runs on PostgreSQL only"
            )
        demo = self._switch("ASHI_DEMO")
        serves_people = bool(database_url) and not demo
        if serves_people:
            self._refuse_open_line(database_url)
        data_dir = Path(self._text("ASHI_DATA_DIR") or default_data_dir()).absolute()
        hosts = self._hosts(compulsory=serves_people)
        base_url = self._base_url(
            f"https://{hosts[0]}" if serves_people else "http://localhost:8000"
        )
        return Environment(
            secret_key=self._secret_key(data_dir, compulsory=serves_people),
            old_secret_keys=self._several("ASHI_OLD_SECRET_KEYS"),
            debug=self._debug(serves_people=serves_people),
            demo=demo,
            allowed_hosts=hosts,
            base_url=base_url,
            database_url=database_url or database_place(data_dir).url,
            embedded=not database_url,
            data_dir=data_dir,
            day_sheets=self._folder(data_dir, "ASHI_DAY_SHEETS"),
            https=base_url.startswith("https://"),
            mail_from=self._text("ASHI_MAIL_FROM") or f"Ashi <no-reply@{hosts[0]}>",
            mail=self._mail(data_dir, compulsory=serves_people),
            sms=gateway_of(self._text, self._fault, inner=self._switch("ASHI_SMS_INNER")),
            audit_key_file=Path(self._text("ASHI_AUDIT_KEY_FILE") or data_dir / "audit" / "key"),
            audit_heads_file=Path(
                self._text("ASHI_AUDIT_HEADS_FILE") or data_dir / "audit" / "heads.jsonl"
            ),
            nightly=nightly.read_nightly(self._text, self._fault),
        )

    def _fault(self, name: str, sentence: str) -> None:
        self.faults.append(f"{name} {sentence}.")

    def _refuse_open_line(self, database_url: str) -> None:
        """A database on another machine is spoken with under its certificate, or not at all."""
        parts = urlsplit(database_url)
        told = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        host = told.get("host") or parts.hostname or ""
        here = host in HERE or host.startswith("/")
        if not here and told.get("sslmode") not in {"verify-ca", "verify-full"}:
            self._fault("DATABASE_URL", "names another machine; add ?sslmode=verify-full to it")

    def _several(self, name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in self._text(name).split(",") if part.strip())

    def _text(self, name: str) -> str:
        return self.variables.get(name, "").strip()

    def _folder(self, data_dir: Path, name: str) -> Path | None:
        """Return a folder that may be left out; a bare name lies in the data directory."""
        given = self._text(name)
        return data_dir / given if given else None

    def _switch(self, name: str) -> bool:
        word = self._text(name).lower()
        if word not in SWITCHES:
            self._fault(name, f"is {word!r}; write 1 or 0")
        return SWITCHES.get(word, False)

    def _refuse_unknown_names(self) -> None:
        for name in sorted(self.variables):
            if name.startswith("ASHI_") and name not in NAMES:
                close = get_close_matches(name, NAMES, n=1)
                hint = f"perhaps {close[0]} is meant" if close else "dotenv-sample lists all names"
                self._fault(name, f"is not a name that Ashi knows; {hint}")

    def _debug(self, *, serves_people: bool) -> bool:
        debug = self._switch("ASHI_DEBUG")
        if debug and serves_people:
            self._fault("ASHI_DEBUG", "shows settings and records to strangers; take it away here")
        return debug

    def _secret_key(self, data_dir: Path, *, compulsory: bool) -> str:
        given = self._text("ASHI_SECRET_KEY")
        if given and len(given) < LEAST_SECRET:
            self._fault(
                "ASHI_SECRET_KEY", f"has {len(given)} characters; give it at least {LEAST_SECRET}"
            )
        if not given and compulsory:
            self._fault("ASHI_SECRET_KEY", "is not set; give it 50 or more random characters")
        return given or ("" if compulsory else _kept_secret(data_dir / "secret-key"))

    def _hosts(self, *, compulsory: bool) -> tuple[str, ...]:
        hosts = self._several("ASHI_ALLOWED_HOSTS")
        if "*" in hosts:
            self._fault("ASHI_ALLOWED_HOSTS", "holds *; name the hosts this centre answers to")
        if not hosts and compulsory:
            self._fault("ASHI_ALLOWED_HOSTS", "is not set; name the hosts, separated by commas")
        return hosts or ("localhost", "127.0.0.1", "[::1]")

    def _base_url(self, default: str) -> str:
        given = self._text("ASHI_BASE_URL") or default
        parts = urlsplit(given)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            self._fault("ASHI_BASE_URL", f"is {given!r}; write it as https://centre.example")
        return given.rstrip("/")

    def _mail(self, data_dir: Path, *, compulsory: bool) -> Mail:
        given = self._text("ASHI_EMAIL_URL")
        if not given and compulsory:
            self._fault(
                "ASHI_EMAIL_URL", "is not set; write smtp://user:password@host:587?tls=start"
            )
        try:
            return mail_from_url(given or f"file://{data_dir / 'mail'}")
        except ValueError as error:
            self._fault("ASHI_EMAIL_URL", str(error))
            return Mail(backend="")


def mail_from_url(url: str) -> Mail:
    """Read ``smtp://user:password@host:port?tls=start|yes|no`` or ``file:///folder``."""
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path.startswith("/") and not parts.netloc:
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return Mail(backend=backend, folder=unquote(parts.path))
    tls = parse_qs(parts.query).get("tls", ["start"])[-1]
    if parts.scheme != "smtp" or not parts.hostname or tls not in {"start", "yes", "no"}:
        raise ValueError(
            "is neither smtp://user:password@host:port?tls=start|yes|no nor file:///folder"
        )
    return Mail(
        backend="django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname,
        port=parts.port or (465 if tls == "yes" else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=tls == "start",
        tls=tls == "yes",
    )


def _kept_secret(path: Path) -> str:
    """Return the secret of a trial, made once and kept readable to its owner alone."""
    if not path.exists():
        make_data_dir(path.parent)
        with NamedTemporaryFile("w", dir=path.parent, prefix="secret-key-") as file:  # mode 0600
            file.write(secrets.token_urlsafe(60))
            file.flush()
            with suppress(FileExistsError):  # another process was first: its secret counts
                os.link(file.name, path)
    return path.read_text().strip()
