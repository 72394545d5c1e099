"""`python3 -m ops.ha start|status|strike|mend|stop`: three nodes on this machine, by hand."""

import argparse
import sys

from ops.ha import cluster
from ops.ha.network import HOSTS


def tell(words: str) -> None:
    """Say how far it is."""
    print(f"• {words}", flush=True)


def show() -> None:
    """Print each member: its role, its state, and how far it is behind."""
    for member in cluster.members():
        behind = member.get("lag", 0)
        print(f"{member['name']}  {member['role']:<13}{member['state']:<10} behind {behind} bytes")
    print(f"the program: DATABASE_URL={cluster.address()}")
    print(f"its reads:   PHUONG_DATABASE_READ_URL={cluster.address(read=True)}")


def main(arguments: list[str]) -> None:
    """Do one thing to the cluster."""
    parser = argparse.ArgumentParser(prog="python3 -m ops.ha", description=__doc__)
    parser.add_argument("what", choices=["start", "status", "strike", "mend", "stop"])
    parser.add_argument("host", nargs="?", choices=sorted(HOSTS), help="n1, n2 or n3")
    chosen = parser.parse_args(arguments)
    if chosen.what in ("strike", "mend") and not chosen.host:
        parser.error(f"{chosen.what}: which host?")
    if chosen.what == "start":
        cluster.start(tell)
        show()
    elif chosen.what == "status":
        show()
    elif chosen.what == "strike":
        tell(f"{cluster.strike(chosen.host)} processes of {chosen.host} are killed")
    elif chosen.what == "mend":
        cluster.mend(chosen.host)
        tell(f"{chosen.host} is started again")
    else:
        cluster.stop(tell)


if __name__ == "__main__":
    main(sys.argv[1:])
