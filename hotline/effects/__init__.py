"""What a key does, by whose call it is: each effect is one conditional write (or read), and none of them dials."""
