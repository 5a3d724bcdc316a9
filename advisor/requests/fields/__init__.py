"""The fields that requests are made of, each with the questions and the limits that it brings."""
