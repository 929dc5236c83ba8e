"""What `python3 -m kmnet` does before Django is there: standard library only, nothing to install first."""
