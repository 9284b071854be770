"""Facts become rows, and what follows from them is made anew."""
