"""What a seller needs: profile, upload of reports with progress, and the advice line by line."""
