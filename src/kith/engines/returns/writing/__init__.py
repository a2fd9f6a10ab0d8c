"""Writing: findings for people, and returns that the department's layout accepts."""
