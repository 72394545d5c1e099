"""Files that people hand in: received, looked at, kept by content, shown again.

`receive` runs **before** any transaction: it streams an upload into the store while hashing it,
looks at its content and moves it to its address, which is its hash. `attach` runs in the act's
transaction: it looks that the content is still there and writes the row. So a row without its file
never exists; a file without a row is an orphan, and `jobs.sweep` removes it after a day.
"""
