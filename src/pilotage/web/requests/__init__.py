"""Service requests, three sides: the seller who asks, the partner who answers, the operator who oversees."""
