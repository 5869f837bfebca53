"""The audit chain on a page: who did what, before and after, and whether the chain holds."""
