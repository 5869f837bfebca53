"""Pages of producer duties: product table, papers, checks of a year against the reports on file."""
