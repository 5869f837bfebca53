"""VAT numbers and what their registers said."""
