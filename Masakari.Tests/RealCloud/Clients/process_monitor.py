"""The real masakari-processmonitor as if it ran on the compute host named first; the other arguments are its own.

It reports under the name of the machine it runs on, and knows no option for that.
"""
import socket
import sys

host = sys.argv.pop(1)
socket.gethostname = lambda: host

from masakarimonitors.cmd.processmonitor import main  # noqa: E402

main()
