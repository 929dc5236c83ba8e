"""What a browser posts of a form on a page, for tests that change some of it."""


def as_opened(form):
    """{name: value} of a form as the page shows it; what is not ticked is not posted."""
    posted = {}
    for field in form:
        value = field.value()
        if hasattr(value, "isoformat"):
            value = field.field.widget.format_value(value)
        if value not in (None, "", False):
            posted[field.html_name] = value
    return posted


def opened(client, address, form="form"):
    """What a browser posts of the form on this page if nothing in it is changed."""
    return as_opened(client.get(address).context[form])
