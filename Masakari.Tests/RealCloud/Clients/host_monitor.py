"""The real masakari-hostmonitor as if it ran on the compute host named first; the other arguments are its own.

It judges by the name of the machine it runs on, and starts a helper with sudo for each command as root: here it is root already.
"""
import socket
import sys

host = sys.argv.pop(1)
socket.gethostname = lambda: host

from oslo_concurrency import processutils  # noqa: E402

from masakarimonitors import utils  # noqa: E402

utils.privsep_execute = lambda *cmd, **kwargs: processutils.execute(*cmd)

from masakarimonitors.cmd.hostmonitor import main  # noqa: E402

main()
