"""Pages of certification: the firm's own side and the programme's."""
