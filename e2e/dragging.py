"""Dragging a row of an ordered list by its handle, with the mouse or with a finger (static/js/order.js)."""


def row(page, text):
    """The row in which this text stands."""
    return page.get_by_role("listitem").filter(has=page.get_by_text(text, exact=True)).last


def middle_of(locator):
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag_with_mouse(page, text, below):
    handle = row(page, text).locator("[data-handle]").first
    x, y = middle_of(handle)
    target = row(page, below).bounding_box()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, target["y"] + target["height"] - 3, steps=12)
    page.mouse.up()


def drag_with_finger(page, text, below):
    """Down, along and up again, as a touch screen tells it."""
    handle = row(page, text).locator("[data-handle]").first
    x, y = middle_of(handle)
    target = row(page, below).bounding_box()
    end = target["y"] + target["height"] - 3
    session = page.context.new_cdp_session(page)

    def touch(kind, points):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", [{"x": x, "y": y}])
    for step in range(1, 13):
        touch("touchMove", [{"x": x, "y": y + (end - y) * step / 12}])
    touch("touchEnd", [])
