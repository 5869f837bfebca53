"""Brand protection (品牌保护): a seller's marks and their deadlines, clearance, watch, and whether Brand Registry would take them."""
