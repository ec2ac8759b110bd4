"""What search engines read of a page: JSON-LD, which no word of the page can break out of."""

import json
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from ashi.apps.content.models import PageVersion

BREAKING = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def medical_page(*, name: str, about: str, address: str, language: str) -> dict[str, Any]:
    """Return a page on a condition as schema.org says it."""
    return {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": name,
        "url": address,
        "inLanguage": language,
        "audience": {"@type": "PatientAudience"},
        "about": {"@type": "MedicalCondition", "name": about},
        "mentions": {"@type": "MedicalTherapy", "name": "Acupuncture"},
    }


def web_page(*, name: str, address: str, language: str) -> dict[str, Any]:
    """Return a general page as schema.org says it."""
    return {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": name,
        "url": address,
        "inLanguage": language,
        "audience": {"@type": "PatientAudience"},
    }


def reviewed(said: dict[str, Any], row: PageVersion | None) -> dict[str, Any]:
    """Return a page with who reviewed it, and when; as it is where nobody has."""
    if row is None or row.published_at is None:
        return said
    day = timezone.localdate(row.published_at).isoformat()
    person = {"@type": "Person", "name": row.published_name}
    return {**said, "lastReviewed": day, "reviewedBy": person}


def faq_page(questions: Sequence[tuple[str, str]], *, language: str) -> dict[str, Any]:
    """Return questions with their answers as schema.org says them."""
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "inLanguage": language,
        "mainEntity": [
            {
                "@type": "Question",
                "name": asked,
                "acceptedAnswer": {"@type": "Answer", "text": text},
            }
            for asked, text in questions
        ],
    }


def as_script(said: dict[str, Any] | list[dict[str, Any]]) -> SafeString:
    """Return a data block, which a browser never runs."""
    text = json.dumps(said, ensure_ascii=False).translate(BREAKING)
    return SafeString(f'<script type="application/ld+json">{text}</script>')
