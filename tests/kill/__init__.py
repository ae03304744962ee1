"""Programs that are killed, and the test that kills them."""
