"""Reading returns as they come: CSV, XML and workbooks, tolerant of all but what cannot be true."""
