"""The pages of a record: its overview, and one a part."""
