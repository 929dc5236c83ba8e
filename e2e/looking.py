"""What a page must keep to at every width, beside what conftest.Watch notes of it."""

import re

from axe_playwright_python.sync_playwright import Axe

WIDTHS = (360, 1280)
MOST_REQUESTS = 15
FIRST_PAGE, LATER_PAGES = 170_000, 50_000  # bytes over the line, with fonts
PAPER_FONTS = 76_000  # which a browser fetches once, with the first page that is for printing

AXE = Axe().axe_script
# Without preloading: for it axe writes style elements, which our policy rightly refuses.
RUN_AXE = "axe.run({resultTypes: ['violations'], preload: false})"

# Words that are written so in Thai too. User names, codes and addresses are given by who asks.
THAI_IN_LATIN = (
    {
        "LINE",
        "CSV",
        "AAR",
        "BAR",
        "PDF",
        "QR",
        "Control",
        "Command",
        "Mac",
        "XLSX",
        "YAML",
        "CASE",
        "Moodle",
    }
    | {*("JPEG", "PNG", "WebP", "HEIC"), *("AAC", "MP", "WAV", "Ogg", "WebM"), *("EPUB", "HTML", "Markdown")}
    | {*("KB", "MB", "JSON", "Excel", "LibreOffice", "Google", "Sheets", "xlsx", "yaml", "json", "csv")}
)

# What can be seen or is read out: texts, what opens in a list of choices, and names and hints of controls.
SEEN = """() => {
  const seen = [document.title];
  for (const element of document.body.querySelectorAll("*")) {
    if (["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT"].includes(element.tagName)) continue;
    if (element.tagName !== "OPTION" && !element.checkVisibility()) continue;
    for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) seen.push(node.data);
    for (const name of ["aria-label", "title", "placeholder", "alt"]) seen.push(element.getAttribute(name) ?? "");
    if (element.matches("input[type=submit], input[type=button]")) seen.push(element.value);
  }
  return seen;
}"""
TOO_WIDE = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


class Line:
    """Counts the requests that leave the browser, and the bytes that come back, since `start`."""

    def __init__(self, page):
        self.session = page.context.new_cdp_session(page)
        self.session.on("Network.requestWillBeSent", self.sent)
        self.session.on("Network.requestServedFromCache", self.kept)
        self.session.on("Network.loadingFinished", self.finished)
        self.session.send("Network.enable")
        self.start()

    def start(self):
        self.asked, self.bytes = {}, 0

    def sent(self, event):
        if event["request"]["url"].startswith("http"):
            self.asked[event["requestId"]] = event["request"]["url"]

    def kept(self, event):
        self.asked.pop(event["requestId"], None)

    def finished(self, event):
        self.bytes += event["encodedDataLength"]


def too_much(line, *, is_first):
    """What is too much of what the page has sent and fetched, in words."""
    found = []
    if len(line.asked) > MOST_REQUESTS:
        found.append(f"{len(line.asked)} requests")
    most = FIRST_PAGE if is_first else LATER_PAGES
    if any("-joined" in address for address in line.asked.values()):
        most += PAPER_FONTS
    if line.bytes > most:
        found.append(f"{line.bytes} bytes")
    return found


def faults(page, latin=()):
    """What is wrong with the page as it stands, at each width, in words."""
    found = []
    if page.evaluate("document.documentElement.lang") != "th":
        found.append("not marked as Thai")
    page.evaluate(AXE)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if (over := page.evaluate(TOO_WIDE)) > 0:
            found.append(f"{width} px: {over} px too wide")
        for violation in page.evaluate(RUN_AXE)["violations"]:
            places = " | ".join(node["target"][0] for node in violation["nodes"])
            found.append(f"{width} px: axe {violation['id']}: {places}")
    words = {word for text in page.evaluate(SEEN) for word in re.findall("[A-Za-z]{2,}", text)}
    if english := words - THAI_IN_LATIN - set(latin):
        found.append(f"not Thai: {' '.join(sorted(english))}")
    return found
