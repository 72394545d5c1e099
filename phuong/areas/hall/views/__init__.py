"""The pages of the hall: the phone, the kiosk, the board, the counter, the settings."""
