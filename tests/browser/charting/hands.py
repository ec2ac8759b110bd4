"""What a hand does on a page, counted."""

from playwright.sync_api import Page


class Hands:
    """Counts what a hand does: taps, and keys beyond words."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.acts = 0

    def tap(self, name: str, role: str = "button") -> None:
        self.page.get_by_role(role, name=name).click()
        self.acts += 1

    def key(self, name: str) -> None:
        self.page.keyboard.press(name)
        self.acts += 1
