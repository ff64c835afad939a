"""The benchmarks that the README quotes."""
