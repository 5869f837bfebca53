"""The first page: for a visitor what Pilotage does, for a person what waits for them."""
