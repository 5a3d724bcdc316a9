"""Live portfolio data: the repository over HTTP, as docs/portfolio-api.yaml describes it."""
