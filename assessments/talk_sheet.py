"""The pages to talk from as rows for spreadsheet programs: who could help whom, and what changed between two rounds."""

from django.utils.translation import gettext as _


def wish_rows(wishes):
    """The head, and a row for each wish to learn, with who could help."""
    yield (
        _("no."),
        _("competency"),
        _("kind"),
        _("wishes to learn"),
        _("tambon"),
        _("current level"),
        _("wished level"),
        _("matters most"),
        _("could help"),
        _("tambon of who could help"),
        _("level of who could help"),
        _("what it says"),
    )
    for wish in wishes:
        yield (
            wish.item.number,
            wish.item.name,
            wish.item.kind_name,
            wish.learner.full_name,
            wish.learner.tambon,
            wish.current,
            wish.target,
            _("yes") if wish.matters_most else "",
            *((wish.giver.full_name, wish.giver.tambon, wish.match.level) if wish.match else ("", "", "")),
            wish.word,
        )


def change_rows(changed, earlier, later):
    """The head, and a row for each person and competency answered in one of the two rounds."""
    before, after = (earlier.called, later.called) if earlier else (_("round before"), later.called)
    yield (_("no."), _("competency"), _("kind"), _("tambon"), _("name"), before, after, _("change"), _("wish of then"))
    for one in changed.items if changed else ():
        for step in one.steps:
            person = step.person
            yield (
                one.item.number,
                one.item.name,
                one.item.kind_name,
                person.tambon,
                person.full_name,
                step.before,
                step.after,
                step.word,
                step.wish,
            )
