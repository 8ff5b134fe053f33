"""What the hotline runs on: AWS, or one machine."""
