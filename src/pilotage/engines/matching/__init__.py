"""What a seller needs and who covers it: fit advice, eligibility, shortlist (匹配)."""
