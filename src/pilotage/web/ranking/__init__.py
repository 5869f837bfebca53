"""The public page of the ranking's rules."""
