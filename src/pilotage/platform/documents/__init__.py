"""Files as they came in: raw bytes once under their SHA-256, and who owns them under which name (文件)."""
