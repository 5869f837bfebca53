"""What the product told an organisation, on a page."""
