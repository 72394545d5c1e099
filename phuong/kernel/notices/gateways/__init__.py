"""The doors by which messages leave the house: a mail server, and a hook for SMS and messengers.

`setting_up.register_all` opens those that the environment names.
"""
