"""Pages of knowledge sets: the sets, choosing stories, the parts of the eua and kit sets, and editions."""
