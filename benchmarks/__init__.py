"""What DESIGN.md's budgets are measured by: `make bench`."""
