"""What is measured: one module each, whose `run(arguments) -> int` prints one JSON object."""
