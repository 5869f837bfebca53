"""争议: what one side does not accept, what both say and show, and what the programme decides."""
