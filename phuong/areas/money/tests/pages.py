"""What fills in the forms of money; its pages open by themselves."""

FILLED = {
    "money:close": {"counted": "0"},
    "money:account": {"bank": "970415", "number": "102030405060"},
}
