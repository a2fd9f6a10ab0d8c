"""The moves that each process of protection may make: one table each, which its actions follow and the documents draw."""
