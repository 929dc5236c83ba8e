"""Freedom tables as files: read from and written for other tools."""
