"""The only rooms that open sockets or write files outside the database."""
