"""Whatever is posted to any address, nobody meets an error of the site."""

import re

import pytest

from .access_tables import pages_table
from .test_access import Visitor, pages, people, things  # noqa: F401

ODD = {
    "nothing": [],
    "nul": ["ก\x00ข"],
    "long": ["กำ" * 40_000],
    "huge": ["9" * 400],
    "too large for a key": ["9223372036854775808"],
    "deleted": ["987654321"],
    "list": ["1", "-2", "abc"],
    "day": ["31/2/2569"],
}
KEY = "9223372036854775808"
REFUSED = ("405", "403", "404", "in")


@pytest.mark.parametrize(("who", "others"), [("self", []), ("coord", ["self"])])
def test_odd_input_is_answered(who, others, people, things):  # noqa: F811
    """Where this person may post and the others may not."""
    visitor = Visitor(people[who])
    posted = {
        name: asked
        for name, asked in pages(things).items()
        if may_post(who, name) and not any(may_post(other, name) for other in others)
    }

    found = {}
    for name, (path, asked) in posted.items():
        controls = controls_of(visitor, path, asked)
        for kind, odd in ODD.items():
            found[name, kind] = outcome(visitor, path, dict.fromkeys(controls, odd))
        for key in re.findall(r"/(\d+)/", path):
            found[name, "key"] = outcome(visitor, path.replace(f"/{key}/", f"/{KEY}/"), asked)
        for kind in ("typing", "sending"):
            found[name, kind] = outcome(visitor, path, dict.fromkeys(controls, "ก"), {"X-Keep": kind})

    assert {asked: said for asked, said in found.items() if not said < 500} == {}


def may_post(who, name):
    return pages_table()[who].get((name, "post"), "405") not in REFUSED


def controls_of(visitor, path, asked):
    """The names of all controls that the page holds or that the table of pages posts."""
    page, _wrote = visitor.ask("get", path)
    text = "" if page.streaming else page.content.decode(errors="replace")
    controls = set(re.findall(r'<(?:input|select|textarea|button)[^>]*\bname="([^"]+)"', text))
    return sorted((controls | set(asked)) - {"csrfmiddlewaretoken"})


def outcome(visitor, path, sent, headers=None):
    return visitor.ask("post", path, sent, headers=headers)[0].status_code
