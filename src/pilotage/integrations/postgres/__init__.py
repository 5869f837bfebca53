"""PostgreSQL as an engine for work on many rows, beside the product's own use of it."""
