"""The portfolio in a database: SQLite by default, PostgreSQL by a URL, the same code for both."""
