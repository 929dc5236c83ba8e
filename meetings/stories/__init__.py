"""Stories (TK): telling them, who may read them, what others say to them, and what they teach."""
