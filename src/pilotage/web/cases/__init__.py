"""Cases (服务单): what both sides say, what waits for whom, and the clocks in business time."""
