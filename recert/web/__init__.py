"""The desks: what each reader sees. One module per capability and desk."""
