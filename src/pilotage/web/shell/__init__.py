"""What stands around every page: navigation, language, notices, errors."""
