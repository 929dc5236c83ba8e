"""Find: stories by any part of their Thai text, and all that belongs to a competency."""
