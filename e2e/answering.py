"""Filling in the self-assessment with taps and typed words, as on a phone."""


class Thumb:
    """Taps on a phone, and counts the taps."""

    def __init__(self, page):
        self.page = page
        self.taps = 0

    def tap(self, target):
        target.tap()
        self.taps += 1

    def tap_button(self, name):
        self.tap(self.page.get_by_role("button", name=name, exact=True))

    def answer(self, level, wish=None, evidence="", matters_most=False):
        """Fill in the item on the screen; a level alone is one tap."""
        self.tap(self.page.get_by_role("group", name="ตอนนี้ฉันอยู่ระดับใด").get_by_role("radio").nth(level - 1))
        if wish:
            self.tap(self.page.get_by_role("group", name="อยากไปให้ถึงระดับใด").get_by_label(str(wish), exact=True))
        if evidence:
            self.page.get_by_label("เล่าสั้น ๆ หนึ่งเรื่องที่เคยทำ").fill(evidence)
        if matters_most:
            self.tap(self.page.get_by_label("เรื่องนี้สำคัญกับฉันที่สุด"))

    def go_on(self):
        """To the next item, or from the last one to the check page."""
        self.tap(self.page.locator(".actions").get_by_role("button").last)
