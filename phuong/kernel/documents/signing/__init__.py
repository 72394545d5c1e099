"""Signed PDFs: made with PAdES before the transaction, looked at by a program that shares nothing.

`Signer` is where a key lives; PKCS#12 is built, PKCS#11 and remote signing implement the same few
lines (`docs/reference/signing.md`). `look_at` opens a file of unknown origin in a process of its
own with little memory and little time.
"""
