"""People who help each other after a round, and what each plans to learn."""
