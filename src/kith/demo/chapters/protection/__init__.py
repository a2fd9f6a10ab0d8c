"""Protection: the chapters of strategy discussions, enquiries, conferences, plans and what stands beside them."""
