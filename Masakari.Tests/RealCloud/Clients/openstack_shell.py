"""The real `openstack` client in its interactive mode, spoken to by a program: one start and one login for many commands.

A JSON array of words per line in; per line out {"code": exit code, "out": standard output, "err": standard error}.
"""
import io
import json
import sys
import warnings

from openstackclient import shell

requests, answers = sys.stdin, sys.stdout
sys.stdout, sys.stderr = io.StringIO(), io.StringIO()


def written(stream):
    text = stream.getvalue()
    stream.seek(0)
    stream.truncate()
    return text


class Shell(shell.OpenStackShell):
    def interact(self):
        for line in requests:
            try:
                code = self.run_subcommand(json.loads(line))
            except SystemExit as end:
                code = end.code
            print(json.dumps({"code": code, "out": written(sys.stdout), "err": written(sys.stderr)}), file=answers, flush=True)


warnings.simplefilter("ignore")
Shell().run([])
