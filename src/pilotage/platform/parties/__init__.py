"""People, organisations and who belongs where (组织与成员). Three kinds of organisation: seller, partner, operator."""
