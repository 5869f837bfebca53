"""Long work, done by a worker from a table (后台任务). Works on SQLite and PostgreSQL, needs no other server."""
