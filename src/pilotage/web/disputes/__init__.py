"""争议 for both sides and the programme: what is disputed, what each says and shows, how it ended."""
