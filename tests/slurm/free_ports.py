"""Print as many free TCP ports as the argument says."""

import socket
import sys

with_sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(sys.argv[1]))]
print(*(each.getsockname()[1] for each in with_sockets))
for each in with_sockets:
    each.close()
