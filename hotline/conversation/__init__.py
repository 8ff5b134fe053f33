"""How a call is held: turns, trails, and how a script is resumed from one webhook to the next (DESIGN.md, idea 1)."""
