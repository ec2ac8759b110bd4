"""How sure something is: four words, and the sentence by which a patient is told each.

Decides        the sentences, the same for benefit, no difference and harm, on every page
Does not       say how sure anything is: evidence is graded by people, claims follow their rules
Gives          certainties in order, surer ones later; sentences in English and Greek
Units          steps between certainties
Sources        the words are those of GRADE; the sentences are Ashi's own
Reviewed       draft
"""

from collections.abc import Mapping
from enum import IntEnum


class Certainty(IntEnum):
    """How sure: the higher the surer."""

    VERY_LOW = 1
    LOW = 2
    MODERATE = 3
    HIGH = 4

    @property
    def word(self) -> str:
        """The word for it: very low, low, moderate, high."""
        return self.name.lower().replace("_", " ")


SENTENCES: Mapping[str, Mapping[Certainty, str]] = {
    "en": {
        Certainty.VERY_LOW: "We are very unsure of this",
        Certainty.LOW: "We are not very sure of this",
        Certainty.MODERATE: "We are fairly sure of this",
        Certainty.HIGH: "We are sure of this",
    },
    "el": {
        Certainty.VERY_LOW: "Δεν είμαστε καθόλου σίγουροι γι’ αυτό",
        Certainty.LOW: "Δεν είμαστε πολύ σίγουροι γι’ αυτό",
        Certainty.MODERATE: "Είμαστε αρκετά σίγουροι γι’ αυτό",
        Certainty.HIGH: "Είμαστε σίγουροι γι’ αυτό",
    },
}


def how_sure(certainty: Certainty, language: str) -> str:
    """Return how sure something is as a sentence without its stop, in English where not Greek."""
    return SENTENCES.get(language, SENTENCES["en"])[certainty]
