"""The area's forms: they clean what was typed; they neither save nor decide."""
