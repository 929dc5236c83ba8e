"""The pages of what a forum leaves behind."""
