"""The pages. A page's HTML lies beside its Python; a room here joins what several rooms below know."""
