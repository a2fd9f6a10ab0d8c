"""Access: roles, rights, restriction, break-glass, and who looked."""
