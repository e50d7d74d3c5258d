"""Where contents and figures come from: one small adapter a source."""
