"""The keys by which a patient is found and put in order, made from the names."""

from ashi.apps.patients.models import KEY_LENGTH
from ashi.core.kernel.names import fold, latin, search_key, sound


def key_columns(given_name: str, family_name: str = "") -> dict[str, str]:
    """Return the key columns of a patient's row; for actions and for bulk loading alike."""
    given_first = f"{given_name} {family_name}"
    family_first = f"{family_name} {given_name}"
    keys = {
        "sort_key": fold(family_first),
        "name_key": latin(given_first),
        "family_key": latin(family_first),
        "sound_key": sound(given_first),
        "family_sound_key": sound(family_first),
    }
    return {name: key[:KEY_LENGTH] for name, key in keys.items()} | {
        "search_key": search_key(given_name, family_name)
    }
