"""What numbers mean: values, flows and returns, each from transactions and closes alone."""
