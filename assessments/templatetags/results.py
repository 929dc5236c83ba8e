"""The parts of result pages that repeat hundreds of times: joined here, since a template takes ten times as long."""

from functools import lru_cache

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()

MOST = mark_safe('<svg class="mark most" aria-hidden="true"><use href="#mark-most"/></svg>')
TYPED = mark_safe('<svg class="mark" aria-hidden="true"><use href="#mark-typed"/></svg>')
MOST_LISTED = 12  # names below the stairs; the table names everyone
STAIRS = (
    '<svg class="stairs-chart" viewBox="0 0 {} {}" width="{}" height="{}" role="img"><title>{}</title><desc>{}</desc>'
    '<path class="cell" d="{}"/><path class="cell give" d="{}"/><path class="cell want" d="{}"/>'
    '<text class="axis" x="{}" y="{}">54321</text><use href="#stairs-foot" y="{}"/>{}</svg>'
)
EMPTY = mark_safe("<td></td>")
TOLD = mark_safe('<svg class="mark" aria-hidden="true"><use href="#mark-told"/></svg>')


@lru_cache(maxsize=4096)
def _name(name):
    return format_html('<span class="name">{}</span>', name)


def _names(called, most=None):
    """คุณมานี, คุณสมใจ: each in one piece; after `most` of them only how many more."""
    if most and len(called) > most:
        return format_html("{} +{}", _names(called[:most]), len(called) - most)
    return mark_safe(", ".join(map(_name, called)))  # noqa: S308 (each is made by format_html)


@register.filter
def numbers(items):
    """3, 6, 10: the numbers of competencies."""
    return ", ".join(str(item.number) for item in items)


@register.filter
def first_chart(staircases):
    """The first chart that is drawn: all of a page have the same columns."""
    return next((staircase.chart for staircase in staircases if staircase.chart), None)


@register.filter
def name_lists(staircase):
    """Who is ready to give, who is eager to learn and who told no wish, each a paragraph if there is anyone."""
    lists = []
    if staircase.ready:
        lists.append(("give", _("ready to give"), _names(staircase.ready, MOST_LISTED)))
    if staircase.eager:
        lists.append(("want", _("eager to learn"), _names(staircase.eager, MOST_LISTED)))
    if staircase.without_wish:
        word = _("level %(level)s:")
        silent = ((word % {"level": level}, _names(called, MOST_LISTED)) for level, called in staircase.without_wish)
        lists.append(("silent", _("no wish told"), format_html_join(" · ", "{} {}", silent)))
    return format_html_join("", '<p><span class="tag {}">{}</span> {}</p>', lists)


@register.filter
def step_rows(staircase, reached):
    """The rows of the stairs as a table, then those beside them; a gap of 0 is called `reached`."""
    steps = [(level, f"+{gap}" if gap else reached, _names(called)) for level, gap, called in staircase.steps]
    silent = [(level, "–", _names(called)) for level, called in staircase.without_wish]
    return format_html_join("", "<tr><td>{}</td><td>{}</td><td>{}</td></tr>", steps + silent)


@register.filter
def steps_of_change(steps):
    """Each person's way between two rounds as a row of a table."""
    return mark_safe(  # noqa: S308 (numbers, and texts that are escaped)
        "".join(
            f'<tr><th scope="row">{_name(step.person.called)}</th><td>{step.before}</td><td>{step.after}</td>'
            f"<td>{_escaped(step.word)}</td><td>{_escaped(step.wish)}</td></tr>"
            for step in steps
        )
    )


@register.filter
def band_figures(rows, with_line):
    """The rows of the river as a table, with the levels of a chosen person if there is one."""
    figures = "<td>{}</td>" * (4 if with_line else 3)
    return format_html_join(
        "",
        f'<tr><td>{{}}</td><th scope="row">{{}}</th><td class="{{}}">{{}}</td>{figures}<td>{{}}</td></tr>',
        (
            (
                row.item.number,
                row.item.name,
                row.item.kind,
                row.item.kind_name,
                row.band.n,
                row.band.low or "–",
                row.band.high or "–",
                *([row.level or "–"] if with_line else []),
                row.reading,
            )
            for row in rows
        ),
    )


@register.filter
def slices_of_river(rows, grid):
    """The river drawn downward: a list item for each competency, its slice beside its name."""
    return format_html_join(
        "",
        '<li class="{}"><div>{}. {} <small>n={}</small></div>'
        '<svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img"><title>{}</title>'
        '<path class="band {}" d="{}"/>'
        '<path class="grid" d="{}"/><path class="mine" d="{}"/><path class="mine dot" d="{}"/>'
        '<path class="hole" d="{}"/></svg></li>',
        (
            (
                row.item.kind,
                row.item.number,
                row.item.name,
                row.band.n,
                _slice_words(row),
                row.item.kind,
                row.slice.band,
                grid,
                row.slice.line,
                row.slice.dot,
                row.slice.dot,
            )
            for row in rows
        ),
    )


def _slice_words(row):
    """A slice of the river read out."""
    said = [_("no. %(number)s") % {"number": row.item.number}]
    if row.band.is_shown:
        said.append(_("The circle: level %(low)s to %(high)s") % {"low": row.band.low, "high": row.band.high})
    else:
        said.append(_("no band"))
    if row.level:
        said.append(_("the line: level %(level)s") % {"level": row.level})
    return " · ".join(said)


@register.filter
def told(row):
    """The evidence of a GridRow as a list of terms, each to be reached from its cell."""
    return format_html_join(
        "",
        '<dt id="told-{}-{}">{}. {} <small>{}</small></dt><dd>{}</dd>',
        (
            (row.person.pk, item.number, item.number, item.name, cell.words, linebreaksbr(cell.evidence))
            for item, cell in row.told
        ),
    )


@register.filter
def stairs_svg(staircase, said):
    """The drawing of a Staircase; `said` tells who cannot see it how to read it."""
    chart = staircase.chart
    return format_html(
        STAIRS,
        chart.width,
        chart.height,
        chart.width,
        chart.height,
        _("Stairs of exchange, no. %(number)s") % {"number": staircase.item.number},
        said,
        chart.plain,
        chart.give,
        chart.want,
        chart.level_xs,
        chart.level_ys,
        chart.foot,
        _texts(chart.names),
    )


def _texts(names):
    return mark_safe(  # noqa: S308 (numbers, and names that are escaped)
        "".join(
            f'<text x="{x}" y="{y}" class="{"eager" if eager else "calm"}">{_escaped(text)}</text>'
            for x, y, text, eager in names
        )
    )


@lru_cache(maxsize=4096)
def _escaped(text):
    return escape(text)


@register.filter
def grid_cells(row, linked=False):
    """The cells of a GridRow: dots, and marks that lead to the evidence where `linked`."""
    language = get_language()
    return mark_safe("".join(_cell(row.person, item, cell, linked, language) for item, cell in row.cells))  # noqa: S308 (each is made by format_html)


def _cell(person, item, cell, linked, language):
    if cell is None:
        return EMPTY
    if not (linked and cell.evidence):
        return _common_cell(language, cell._replace(evidence=bool(cell.evidence)))
    evidence = format_html(
        '<a class="told" href="#told-{}-{}" title="{}" aria-label="{}">{}</a>',
        person.pk,
        item.number,
        cell.evidence,
        _("Evidence of %(name)s, no. %(number)s") % {"name": person.called, "number": item.number},
        TOLD,
    )
    return _drawn_cell(cell, evidence)


@lru_cache(maxsize=2048)
def _common_cell(language, cell):
    """A cell that many people share; `language` is that of its words."""
    return _drawn_cell(cell, TOLD if cell.evidence else "")


def _drawn_cell(cell, evidence):
    return format_html(
        '<td><svg class="dots" role="img" aria-label="{}"><use href="#dots-{}"/></svg>'
        '<span class="marks">{}{}{}</span></td>',
        cell.words,
        str(cell.current) if cell.target is None else f"{cell.current}-{cell.target}",
        MOST if cell.matters_most else "",
        evidence,
        TYPED if cell.typed_by else "",
    )
