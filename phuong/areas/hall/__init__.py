"""The hall: counters and groups of procedures, numbers and booked times, calling, the board."""
