"""Protection: strategy discussions, enquiries, conferences, plans, courts, and harm outside the home."""
