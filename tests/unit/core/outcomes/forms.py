"""Questionnaires of our own making, for tests to bend; no text of any real form."""

from typing import Any

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
MIN_VALUE = "http://hl7.org/fhir/StructureDefinition/minValue"
MAX_VALUE = "http://hl7.org/fhir/StructureDefinition/maxValue"
Resource = dict[str, Any]


def option(code: str, number: float | None) -> Resource:
    made: Resource = {"valueCoding": {"system": "urn:x", "code": code, "display": f"answer {code}"}}
    if number is not None:
        made["extension"] = [{"url": ORDINAL, "valueDecimal": number}]
    return made


def choice(link_id: str, numbers: list[int]) -> Resource:
    return {
        "linkId": link_id,
        "type": "choice",
        "text": f"question {link_id}",
        "answerOption": [option(f"a{number}", number) for number in numbers],
    }


def rating(link_id: str, low: int = 0, high: int = 10) -> Resource:
    return {
        "linkId": link_id,
        "type": "integer",
        "text": f"question {link_id}",
        "extension": [
            {"url": MIN_VALUE, "valueInteger": low},
            {"url": MAX_VALUE, "valueInteger": high},
        ],
    }


def form(*items: Resource, **fields: Any) -> Resource:
    return {
        "resourceType": "Questionnaire",
        "url": "urn:form",
        "version": "1",
        "title": "A form",
        "status": "active",
        "language": "el",
        "item": list(items),
        **fields,
    }


def gad7() -> Resource:
    return form(*(choice(f"q{at}", [0, 1, 2, 3]) for at in range(1, 8)))
