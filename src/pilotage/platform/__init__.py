"""WHO DID WHAT. Django apps: tables, actions, queries of this programme."""
