"""What happens now: counts, the latest opens, how long answers take, what needs a hand."""
