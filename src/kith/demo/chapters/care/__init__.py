"""Care: the chapters of children in care, of young people who have left it, and of what is done so that they keep their people."""
