"""The real `openstack` client, many commands in one process: starting it takes most of its time.

A JSON array of words per line in; per line out {"code": exit code, "out": standard output, "err": standard error}.
"""
import contextlib
import io
import json
import sys
import warnings

from openstackclient import shell

warnings.simplefilter("ignore")


def run(words):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = shell.main(words)
        except SystemExit as end:
            code = end.code
    return {"code": code, "out": out.getvalue(), "err": err.getvalue()}


for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
