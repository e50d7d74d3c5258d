"""HTTP of the staff origin: signing in (`auth`), oneself (`me`), the others (`staff`)."""
