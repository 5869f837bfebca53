"""交付 for both sides: one page a work order, its steps in a calm list, whose turn it is, acceptance and reviews."""
