"""Forums and what becomes of them, in the coordinator's office: importing this package registers them all."""

from . import after, forums, records, sets, stories, suggestions, templates

__all__ = ["after", "forums", "records", "sets", "stories", "suggestions", "templates"]
