"""What is fast enough: ratios and percentiles measured in one run, with the bar beside the figure."""
