"""Pages of the programme: what came of it, and what a seller notes of its shops."""
