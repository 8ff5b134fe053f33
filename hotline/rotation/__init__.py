"""Who is next, and when: pure functions of volunteers, policy and the clock."""
