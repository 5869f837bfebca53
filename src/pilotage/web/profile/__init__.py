"""Pages on which a partner says what it offers, and at what price."""
