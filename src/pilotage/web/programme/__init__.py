"""Pages of the programme: what came of it, what it announces, what it hands out by lot, and what a seller notes of its shops."""
