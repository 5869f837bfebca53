"""The workspace of a contract (工作台): clocks, what waits for whom, money, papers and messages, for both sides."""
