# SPDX-License-Identifier: GPL-3.0-or-later
"""What an administrator does without a prober: the same facts by dig, `openssl s_client` and curl, one command after the other;
and by testssl.sh where it is installed."""
import os
import select
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from lab import PORTS, PROSODY, RESOLVER, Lab
from link import Link

COMMAND_SECONDS, TESTSSL_SECONDS = 30, 300
OLD = ("-cipher", "ALL:@SECLEVEL=0")
HEADER = ("<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='{}' "
          "version='1.0'><iq type='get' id='form'><query xmlns='jabber:iq:register'/></iq>")


@dataclass
class Took:
    seconds: float
    commands: int


class Sequence:
    def __init__(self, link: Link, lab: Lab, domain: str) -> None:
        self.link, self.lab, self.domain = link, lab, domain
        self.commands = 0

    def quick(self) -> Took:
        """Where the server is, its certificate, the login methods and the form: what the quick verdict says."""
        def collect() -> None:
            for service in ("xmpps-client", "xmpp-client"):
                self._dig("SRV", f"_{service}._tcp.{self.domain}")
            self._dig("A", f"xmpp.{self.domain}")
            self._openssl("xmpps-client", talk=True)
        return self._time(collect)

    def all(self) -> Took:
        """That, and: the other services, old and new versions of TLS, both host-meta."""
        def collect() -> None:
            for service in PORTS:
                self._dig("SRV", f"_{service}._tcp.{self.domain}")
            self._dig("A", f"xmpp.{self.domain}")
            self._dig("AAAA", f"xmpp.{self.domain}")
            for service in PORTS:
                self._openssl(service, talk=service.endswith("client"))
            for version in (("-tls1", *OLD), ("-tls1_1", *OLD), ("-tls1_2",), ("-tls1_3",)):
                self._openssl("xmpp-client", *version)
            for form in ("host-meta", "host-meta.json"):
                self._run(["curl", "--silent", "--fail", "--cacert", self.lab.folder / "ca.pem", "--noproxy", "*", "--resolve",
                           f"{self.domain}:443:{PROSODY}", f"https://{self.domain}/.well-known/{form}"])
        return self._time(collect)

    def testssl(self) -> Took | None:
        """Versions, kinds of ciphers and the certificate of the client service. None: it is missing, or took too long."""
        program = shutil.which("testssl") or shutil.which("testssl.sh")
        if program is None:
            return None
        command = [program, "-p", "-s", "-S", "-t", "xmpp", "--xmpphost", self.domain, "--nodns", "none", "--ip", PROSODY,
                   "--quiet", "--color", "0", "--warnings", "off", f"{PROSODY}:{PORTS['xmpp-client']}"]
        try:
            return self._time(lambda: self._run(command, TESTSSL_SECONDS))
        except subprocess.TimeoutExpired:
            return None

    # --- private -----------------------------------------------------------------------------------------------------

    def _time(self, collect) -> Took:
        self.commands = 0
        started = time.monotonic()
        collect()
        return Took(time.monotonic() - started, self.commands)

    def _spawn(self, command: list, **keywords) -> subprocess.Popen:
        self.commands += 1
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.lab.folder), "LC_ALL": "C.UTF-8"}
        return self.link.spawn(self.link.home, command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
                               cwd=self.lab.folder, **keywords)

    def _run(self, command: list, seconds: float = COMMAND_SECONDS) -> bytes:
        with self._spawn(command, stdin=subprocess.DEVNULL) as process:
            try:
                heard = process.communicate(timeout=seconds)[0]
                if command[0] == "curl" and process.returncode:
                    raise RuntimeError(f"curl failed: {process.returncode}")
                return heard
            except subprocess.TimeoutExpired:
                process.kill()
                raise

    def _dig(self, kind: str, name: str) -> None:
        self._run(["dig", "+short", "+tries=1", f"@{RESOLVER}", kind, name])

    def _openssl(self, service: str, *words: str, talk: bool = False) -> None:
        command = ["openssl", "s_client", "-connect", f"{PROSODY}:{PORTS[service]}", "-servername", self.domain, "-CAfile",
                   self.lab.folder / "ca.pem", *words]
        if service.startswith("xmpp-"):
            command += ["-starttls", "xmpp" if service == "xmpp-client" else "xmpp-server", "-xmpphost", self.domain]
        if not talk:
            self._run(command)
            return
        with self._spawn(command, stdin=subprocess.PIPE) as process:
            process.stdin.write(HEADER.format(self.domain).encode())
            process.stdin.flush()
            self._read_to(process, b"</query>")
            process.stdin.close()
            process.kill()

    @staticmethod
    def _read_to(process: subprocess.Popen, mark: bytes) -> None:
        heard, deadline = b"", time.monotonic() + COMMAND_SECONDS
        while mark not in heard:
            if not select.select([process.stdout], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise RuntimeError("openssl heard no form")
            more = os.read(process.stdout.fileno(), 65536)
            if not more:
                raise RuntimeError(f"openssl ended: {heard[-200:]!r}")
            heard += more
