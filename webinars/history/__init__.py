"""What a webinar leaves in the contact history, one module a kind."""
