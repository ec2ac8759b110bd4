"""The centre as search engines read it, in the words of schema.org; what is empty is left out."""

from typing import Any

from ashi.apps.centres.models import Centre, WeeklyHours
from ashi.web.templatetags.frame import in_language

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def clinic_page(centre: Centre, about: str, address: str) -> dict[str, Any]:
    """Return a centre with what it says of itself, its address, phone and hours."""
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": ["LocalBusiness", "MedicalClinic"],
        "name": in_language(centre, "name"),
        "description": about,
        "url": address,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": in_language(centre, "address"),
            "addressCountry": centre.country,
        },
        "telephone": centre.phone,
        "email": centre.email,
        "medicalSpecialty": "Physiotherapy",
        "openingHoursSpecification": _hours(centre),
    }
    return {key: value for key, value in said.items() if value}


def _hours(centre: Centre) -> list[dict[str, str]]:
    """Return, for each day of the week, from when to when somebody is there."""
    rows = WeeklyHours.objects.filter(
        resource__centre=centre, resource__kind="practitioner", resource__active=True
    ).values_list("weekday", "opens_min", "closes_min")
    spans: dict[int, tuple[int, int]] = {}
    for weekday, opens, closes in rows:
        first, last = spans.get(weekday, (opens, closes))
        spans[weekday] = (min(first, opens), max(last, closes))
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": DAYS[weekday],
            "opens": f"{opens // 60:02d}:{opens % 60:02d}",
            "closes": f"{closes % 1440 // 60:02d}:{closes % 60:02d}",
        }
        for weekday, (opens, closes) in sorted(spans.items())
    ]
