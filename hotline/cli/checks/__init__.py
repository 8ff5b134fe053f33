"""What `hotline doctor` looks at: `settings` first, then `here` or `aws`, `stack`, `tables` and `roles`, then `twilio`.

Each check gives findings: what is fine, what is a fault and how to mend it, and what could not be checked.
"""
