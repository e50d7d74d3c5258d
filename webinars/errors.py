"""What can go wrong in webinars and rooms, with the code that the client sees."""
