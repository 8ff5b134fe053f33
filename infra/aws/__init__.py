"""What the line runs on at AWS."""
