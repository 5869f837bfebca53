"""A directory of our own with what is true of each partner, and questions graded by a plain rule."""
