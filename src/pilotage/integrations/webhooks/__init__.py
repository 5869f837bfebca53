"""Messages to addresses that strangers name: only public ones, only the address that was checked, no redirects."""
