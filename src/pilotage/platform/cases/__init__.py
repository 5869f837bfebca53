"""服务单: what seller and partner say to each other, whose clocks run, and how each promise was kept."""
