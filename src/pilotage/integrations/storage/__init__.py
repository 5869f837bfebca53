"""Raw bytes on disk, under their hash."""
