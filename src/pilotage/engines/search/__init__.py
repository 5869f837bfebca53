"""Finding partners: what a question means, who offers it, and in which order they are shown."""
