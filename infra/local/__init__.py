"""The same app on one machine: an exchange for Twilio, a DynamoDB, the stream and the clock."""
