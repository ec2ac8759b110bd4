"""No secret lies in the repository."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]
FOLDERS = ("src", "tools", "frontend", "bench", "docs", "requirements", "validation", ".ci")
TEXT = {".py", ".toml", ".ts", ".mjs", ".json", ".md", ".txt", ".in", ".html", ".css", ""}
FOREIGN = {"built", "fonts", "__pycache__", "node_modules", "locale"}
SECRETS = (
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY"),
    re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    re.compile(r"\b(ghp|gho|github_pat|glpat|xox[bap]|sk_live)[-_][A-Za-z0-9_-]{16,}"),
    re.compile(
        r"(?i)\b(secret|password|passwd|api_?key|token)\w*\s*=\s*['\"][^'\"\s{}$]{12,}['\"]"
    ),
    re.compile(r"://[^/\s:@'\"{}]+:[^/\s:@'\"{}]{6,}@(?!mail\.example|host|localhost)"),
)


def faults_in(text: str) -> list[str]:
    return [found.group() for one in SECRETS if (found := one.search(text))]


def test_no_secret_lies_in_the_repository():
    found = {
        str(file.relative_to(PROJECT)): faults
        for folder in FOLDERS
        for file in (PROJECT / folder).rglob("*")
        if file.is_file() and file.suffix in TEXT and not FOREIGN & set(file.parts)
        if (faults := faults_in(file.read_text("utf-8", errors="ignore")))
    }

    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN RSA PRIVATE KEY-----",
        "key AKIAABCDEFGHIJKLMNOP",
        "ghp_abcdefghijklmnopqrst",
        'SECRET_KEY = "kZ3kZ3kZ3kZ3kZ3"',
        "postgresql://ashi:longsecret@db.example/ashi",
    ],
)
def test_one_that_lay_there_would_be_seen(text):
    assert faults_in(text)
