"""What people say and write in the made-up authority: ordinary English built from parts, never lurid."""
