"""Programs outside Python: Chromium, gettext for the catalogue, Java for the checker of e-books, Poppler for PDFs."""

import os
import shutil
import subprocess
from pathlib import Path

from kmnet.launch.terminal import say

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
CHROMIUM_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)


def find_chromium():
    """The path of a Chromium or one of its kin, or None."""
    if chosen := os.environ.get("CHROMIUM"):
        return shutil.which(chosen)
    for name in CHROMIUM_NAMES:
        if path := shutil.which(name):
            return path
    return next((place for place in CHROMIUM_PLACES if Path(place).is_file()), None)


def chromium():
    """As `find_chromium`, after trying to install it; says how where that failed."""
    path = find_chromium()
    if not path and "CHROMIUM" not in os.environ and apt_install("chromium"):
        path = find_chromium()
    if not path:
        say(
            "ไม่พบ Chromium: ติดตั้ง Chromium หรือ Google Chrome (Debian: sudo apt install chromium) "
            "หรือบอกที่อยู่ด้วยตัวแปร CHROMIUM"
        )
    return path


def gettext():
    """Whether xgettext and msgfmt are there, after trying to install them; says how where that failed."""
    if has_gettext() or (apt_install("gettext") and has_gettext()):
        return True
    say("ไม่พบ gettext: ติดตั้งก่อน (Debian: sudo apt install gettext, macOS: brew install gettext)")
    return False


def has_gettext():
    return bool(shutil.which("xgettext") and shutil.which("msgfmt"))


def java():
    """Whether the checker of e-books can run, after trying to install Java; says how where that failed."""
    if shutil.which("java") or (apt_install("default-jre-headless") and shutil.which("java")):
        return True
    say("ไม่พบ Java: ติดตั้งก่อน (Debian: sudo apt install default-jre-headless, macOS: brew install openjdk)")
    return False


def poppler():
    """Whether the other reader of printed pages is there, after trying to install it; says how where that failed."""
    if shutil.which("pdftotext") or (apt_install("poppler-utils") and shutil.which("pdftotext")):
        return True
    say("ไม่พบ pdftotext: ติดตั้งก่อน (Debian: sudo apt install poppler-utils, macOS: brew install poppler)")
    return False


def apt_install(package):
    """Install a Debian package as root or with a sudo that asks nothing; whether that worked."""
    if not shutil.which("apt-get"):
        return False
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if rights and not shutil.which("sudo"):
        return False
    say(f"กำลังติดตั้ง {package} ด้วย apt-get ...")
    apt_get = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    quietly = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([*apt_get, "update"], **quietly)
    return subprocess.run([*apt_get, "install", "-y", package], **quietly).returncode == 0
