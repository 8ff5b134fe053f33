"""Turns to TwiML; signatures; placing, changing and ending calls. Twilio is known only in here."""
