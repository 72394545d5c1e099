"""The country's figures: what each installation hands on by day, and the questions asked of it.

A day's feed is a folder of Parquet files and a manifest. It holds counts alone, no person and no
dossier; numbers of fewer than five are in it, so it goes from office to office and is not public.
"""
