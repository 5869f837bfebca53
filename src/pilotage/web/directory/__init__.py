"""Pages of the directory: search, one partner, comparison."""
