"""The media process: forwards audio and video, never decodes it."""
