"""Runs AWS CLI commands without starting the AWS CLI for each.

    python3 aws_cli_server.py FOLDER

Most of what a command costs is importing the CLI and its service models. This imports them once
and forks for each command that the `aws` it writes to FOLDER hands over: arguments, environment,
working folder and the three streams, so that what a command prints is the CLI's own output.
Ends when standard input does.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
import traceback
from pathlib import Path

from awscli.clidriver import create_clidriver

SERVICES = (
    "cloudtrail", "iam", "kms", "logs", "organizations", "s3", "s3control", "sns", "sts",
)  # fmt: skip
LONGEST_REQUEST = 1 << 20

CLIENT = """\
#!{python} -IS
import json, os, socket, sys

server = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
server.connect({address!r})
request = dict(arguments=sys.argv[1:], environment=dict(os.environ), folder=os.getcwd())
socket.send_fds(server, [json.dumps(request).encode()], [0, 1, 2])
status = server.recv(1)
sys.exit(status[0] if status else "aws: the server is gone")
"""


def run(driver, client: socket.socket) -> int:
    """Runs one command, in a process of its own."""
    data, streams, _, _ = socket.recv_fds(client, LONGEST_REQUEST, 3)
    request = json.loads(data)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    status = driver.main(request["arguments"])
    sys.stdout.flush()
    sys.stderr.flush()
    return status


def main() -> int:
    folder = Path(sys.argv[1])
    address = folder / "socket"
    driver = create_clidriver()
    models = driver.session.get_component("data_loader")
    for service in SERVICES:
        models.load_service_model(service, "service-2")
        models.load_service_model(service, "endpoint-rule-set-1")
    models.load_data("endpoints")
    models.load_data("partitions")

    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(str(address))
    listener.listen()
    client = folder / "aws"
    client.write_text(CLIENT.format(python=sys.executable, address=str(address)))
    client.chmod(0o755)
    print("ready", flush=True)

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a command's process ended
    while True:
        ready, _, _ = select.select([listener, sys.stdin], [], [])
        if sys.stdin in ready:
            return 0
        connection, _ = listener.accept()
        if os.fork() == 0:
            status = 255
            try:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                status = run(driver, connection)
            except SystemExit as end:
                status = end.code if isinstance(end.code, int) else 1
            except BaseException:
                traceback.print_exc()
            finally:
                connection.send(bytes([status & 255]))
                os._exit(0)
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
