"""Data grants (数据授权): the seller gives and takes back, the partner's person sees what and until when."""
