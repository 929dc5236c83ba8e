"""Forums and what becomes of them, in the coordinator's office: importing this package registers them all."""

from . import forums, records, suggestions, templates

__all__ = ["forums", "records", "suggestions", "templates"]
