"""Monthly reports (运营月报): made from the seller's own files, approved by the seller, the approval signed into the chain."""
