"""The screens that pages are looked at on, in CSS pixels."""

PHONE = {"width": 390, "height": 844}
TABLET = {"width": 820, "height": 1180}
DESK = {"width": 1440, "height": 900}
SIZES = (PHONE, TABLET, DESK)
