"""The life of a freedom table: brainstormed, sorted, agreed, used, carried on into the next version."""
