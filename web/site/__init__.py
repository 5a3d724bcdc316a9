"""The demo advisor's web site: log-in, the portfolio at a glance, and the chat on every page. For the demo only."""
