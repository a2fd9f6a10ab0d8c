"""Timeline: events, clocks, tasks, notes and documents: what happened, and what is due."""
