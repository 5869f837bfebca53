"""Pages on which a seller plans which partners together cover everything."""
