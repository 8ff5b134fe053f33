"""Twilio is known only in here: turns to TwiML, signatures, and placing, cancelling and ending calls."""
