"""What initiatives have counted together, measure by measure of the shared list."""
