"""The dashboard's program, running."""

import os
import signal
import subprocess


class Server:
    """Serves a folder until it is closed."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            [os.environ["BALLAST_PROGRAM"], "dashboard", str(folder), "--port", "0"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = self.process.stdout.readline().strip()

    def close(self):
        """The exit status after Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(timeout=20)
        finally:
            self.process.kill()
            self.process.stdout.close()
