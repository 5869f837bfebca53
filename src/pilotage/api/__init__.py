"""The API, version 1: the same queries and actions as the pages, the same rules."""
