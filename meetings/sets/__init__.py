"""Knowledge sets: what is chosen for one, how it becomes an edition, and the book that is read, printed and sent."""
