"""What the tests are furnished with: a database for each process, the standing cast, signed-in clients, a browser."""
