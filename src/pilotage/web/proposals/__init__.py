"""What assistants propose, and the two buttons of the person who decides."""
