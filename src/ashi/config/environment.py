"""The typed environment; the house owner replaces this with the full reader, keeping the fields."""

from dataclasses import dataclass, field
from pathlib import Path
import os
@dataclass(frozen=True)
class Mail:
    backend: str = "django.core.mail.backends.filebased.EmailBackend"
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False
    folder: str = ".ashi/mail"
@dataclass(frozen=True)
class Environment:
    secret_key: str = "x"*50
    debug: bool = False
    demo: bool = True
    allowed_hosts: tuple = ("localhost", "127.0.0.1", "testserver")
    base_url: str = "http://localhost:8000"
    database_url: str = field(default_factory=lambda: os.environ["DATABASE_URL"])
    data_dir: Path = Path(".ashi")
    https: bool = False
    mail_from: str = "Ashi <desk@example.com>"
    mail: Mail = Mail()
def read_environment(): return Environment()
