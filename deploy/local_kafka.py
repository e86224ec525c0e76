"""A single-node Apache Kafka broker of this machine's own, for `make run` and the tests.

Standard library only, so that it works before anything is installed. The broker's jars come from
Maven Central by deploy/kafka/pom.xml; Java and Maven are installed where that is one command.
"""

import base64
import ctypes
import hashlib
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from system_packages import advice, say, try_install

_HERE = Path(__file__).resolve().parent
_POM = _HERE / "kafka" / "pom.xml"
_LOG_CONFIG = _HERE / "kafka" / "log4j2.properties"
_CACHE = _HERE.parent / ".cache"
_LOOPBACK = "127.0.0.1"

# Kafka 4 runs on Java 17 and later (its documentation, "Java Version").
_JAVA_MAJOR = 17
_HEAP = "-Xmx512m"

# Far above the 2-5 s that format and start take, for a machine that is busy with other things.
_START_SECONDS = 90.0
_STOP_SECONDS = 30.0

_PR_SET_PDEATHSIG = 1


class KafkaSetupError(Exception):
    """The broker can't be had; the message is one line that says what to do."""


def ensure_jars() -> Path:
    """Get the broker's jars, installing Java and Maven first where that is one command.

    Returns: the folder that holds them.
    Raises: KafkaSetupError
    """
    ensure_java()
    fingerprint = hashlib.sha256(_POM.read_bytes()).hexdigest()[:16]
    target = _CACHE / "kafka" / fingerprint
    if target.is_dir():
        return target
    _ensure_command("mvn", debian="maven", brew="maven")
    # Into a folder of its own first: an interrupted download must not look like a whole one.
    part = target.with_name(f"{fingerprint}.{uuid.uuid4().hex}.part")
    part.mkdir(parents=True)
    shutil.copy(_POM, part / "pom.xml")
    say("getting Apache Kafka through Maven (43 MB, once)")
    command = ["mvn", "-q", "-B", "-ntp", "-Dstyle.color=never", "dependency:copy-dependencies"]
    done = subprocess.run(
        [*command, f"-DoutputDirectory={part / 'libs'}", "-DincludeScope=runtime"],
        cwd=part,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise KafkaSetupError(f"Maven could not get Apache Kafka: {_last_line(done.stdout)}")
    try:
        (part / "libs").rename(target)
    except OSError:
        # Another run was faster.
        if not target.is_dir():
            raise
    shutil.rmtree(part, ignore_errors=True)
    return target


def ensure_java() -> None:
    """See that `java` of a fit version is there; install it where that is one command.

    Raises: KafkaSetupError
    """
    _ensure_command("java", debian="default-jre-headless", brew="openjdk")
    done = subprocess.run(["java", "-version"], check=False, capture_output=True, text=True)
    text = done.stderr + done.stdout
    version = text.partition('"')[2].partition(".")[0].partition("-")[0].strip('"')
    if not version.isdigit() or int(version) < _JAVA_MAJOR:
        raise KafkaSetupError(
            f"Apache Kafka needs Java {_JAVA_MAJOR} or later, and `java` here is"
            f" {text.splitlines()[0] if text else 'broken'}: install a newer one and put it first"
            " in PATH"
        )


def _ensure_command(command: str, *, debian: str, brew: str) -> None:
    if not shutil.which(command):
        try_install(debian=debian, brew=brew)
    if not shutil.which(command):
        raise KafkaSetupError(
            f"`{command}` is missing and could not be installed: install it"
            f" ({advice(debian=debian, brew=brew)}) and run this again"
        )


def free_port() -> int:
    """A TCP port of the loopback address that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind((_LOOPBACK, 0))
        return int(probe.getsockname()[1])


def is_listening(port: int) -> bool:
    """Whether something listens on that port of the loopback address."""
    with socket.socket() as probe:
        probe.settimeout(1.0)
        return probe.connect_ex((_LOOPBACK, port)) == 0


@dataclass(frozen=True)
class Tls:
    """A broker's PEM files: its key with its certificate, and the authorities that it trusts.

    `clients_too`: clients must show a certificate as well.
    """

    key_file: Path
    ca_file: Path
    clients_too: bool = False


def _new_id() -> str:
    """One of Kafka's: 16 bytes in URL-safe Base64 without padding (o.a.k.common.Uuid)."""
    return base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")


@dataclass(frozen=True)
class Quorum:
    """Which node of a cluster a broker is, and the ports of all its controllers, by node."""

    node: int
    controller_ports: Mapping[int, int]
    cluster_id: str = field(default_factory=_new_id)


class LocalKafka:
    """One broker and controller in one process, on loopback, with its data in a folder.

    A context manager: `with LocalKafka(folder) as kafka: kafka.bootstrap`. `kill()` and `start()`
    again keep ports and data, as a broker that crashed and came back.
    """

    def __init__(
        self,
        folder: Path,
        *,
        port: int | None = None,
        sasl_users: dict[str, str] | None = None,
        sasl_mechanism: str = "PLAIN",
        tls: Tls | None = None,
        authorize: bool = False,
        quorum: Quorum | None = None,
    ) -> None:
        """Plan a broker; nothing is started.

        Args: folder: made if missing; holds data, settings and `server.log`. port: of the
        listener; a free one if None. sasl_users: passwords by name; clients must then log in, by
        `sasl_mechanism`, PLAIN or SCRAM-SHA-512. tls: the listener speaks TLS. authorize: all but
        the first user may do only what they are given the right to. quorum: its place in a
        cluster; by default it is alone.
        """
        self._folder = folder
        self._port = port or free_port()
        self._internal_port = free_port()
        self._quorum = quorum or Quorum(node=1, controller_ports={1: free_port()})
        self._sasl_users = sasl_users or {}
        self._mechanism = sasl_mechanism
        self._tls = tls
        self._authorize = authorize
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def bootstrap(self) -> str:
        """The address for clients, `host:port`."""
        return f"{_LOOPBACK}:{self._port}"

    @property
    def log_file(self) -> Path:
        """Where the broker logs."""
        return self._folder / "server.log"

    def start(self) -> None:
        """Start the broker and wait until it answers; format its folder the first time.

        Raises: KafkaSetupError
        """
        self.launch()
        self.wait_up()

    def launch(self) -> None:
        """Start the broker; one of a cluster answers when most of its controllers are there.

        Raises: KafkaSetupError
        """
        jars = ensure_jars()
        self._folder.mkdir(parents=True, exist_ok=True)
        properties = self._folder / "server.properties"
        properties.write_text(self._properties(), encoding="utf-8")
        if not (self._folder / "data" / "meta.properties").exists():
            self._format(jars, properties)
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                [*self._java(jars), "kafka.Kafka", str(properties)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # A session of its own: Ctrl-C must stop the clients first, the broker last.
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    def stop(self) -> None:
        """Stop the broker in order; kill it when that takes too long."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Kill the broker at once, as a crash would."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def __enter__(self) -> "LocalKafka":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def _java(self, jars: Path) -> list[str]:
        return [
            "java",
            _HEAP,
            f"-Dlog4j2.configurationFile={_LOG_CONFIG}",
            "-cp",
            f"{jars}/*",
        ]

    def _format(self, jars: Path, properties: Path) -> None:
        command = [*self._java(jars), "kafka.tools.StorageTool", "format"]
        # `=`: an id may begin with a dash.
        options = [f"--cluster-id={self._quorum.cluster_id}", "-c", str(properties)]
        done = subprocess.run(
            [*command, *options, *self._scram_users()],
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise KafkaSetupError(
                f"Kafka could not format its folder: {_last_line(done.stdout + done.stderr)}"
            )

    def wait_up(self) -> None:
        """Wait until the broker answers.

        Raises: KafkaSetupError
        """
        deadline = time.monotonic() + _START_SECONDS
        while not is_listening(self._port):
            if self._process is None or self._process.poll() is not None:
                raise KafkaSetupError(f"Kafka ended while starting; see {self.log_file}")
            if time.monotonic() > deadline:
                self.kill()
                raise KafkaSetupError(
                    f"Kafka did not listen within {_START_SECONDS:.0f} s; see {self.log_file}"
                )
            time.sleep(0.05)

    def _properties(self) -> str:
        clients = f"{self._listener}://{_LOOPBACK}:{self._port}"
        internal = f"INTERNAL://{_LOOPBACK}:{self._internal_port}"
        node, ports = self._quorum.node, self._quorum.controller_ports
        voters = ",".join(f"{one}@{_LOOPBACK}:{port}" for one, port in ports.items())
        copies, least = len(ports), len(ports) // 2 + 1
        lines = [
            "process.roles=broker,controller",
            f"node.id={node}",
            f"controller.quorum.voters={voters}",
            f"listeners={clients},{internal},CONTROLLER://{_LOOPBACK}:{ports[node]}",
            f"advertised.listeners={clients},{internal}",
            "controller.listener.names=CONTROLLER",
            # The broker would not start with a certificate that it can't trust itself.
            "inter.broker.listener.name=INTERNAL",
            "listener.security.protocol.map=CONTROLLER:PLAINTEXT,INTERNAL:PLAINTEXT,"
            f"{self._listener}:{self._listener}",
            f"log.dirs={self._folder / 'data'}",
            # A record is there when most of a cluster's brokers have it.
            f"min.insync.replicas={least}",
            f"offsets.topic.replication.factor={copies}",
            f"transaction.state.log.replication.factor={copies}",
            f"transaction.state.log.min.isr={least}",
            f"share.coordinator.state.topic.replication.factor={copies}",
            f"share.coordinator.state.topic.min.isr={least}",
            "auto.create.topics.enable=false",
            "group.initial.rebalance.delay.ms=0",
            # How long the cleaner of compacted topics rests, instead of 15 s.
            "log.cleaner.backoff.ms=1000",
            # One node, little data: fewer partitions to open at a start.
            "offsets.topic.num.partitions=5",
            *self._sasl_properties(),
            *self._authorizer_properties(),
            *self._tls_properties(),
        ]
        return "\n".join(lines) + "\n"

    def _scram_users(self) -> list[str]:
        """Users whose passwords the broker keeps itself; those of PLAIN stand in its settings."""
        if self._mechanism == "PLAIN":
            return []
        return [
            argument
            for name, word in self._sasl_users.items()
            for argument in ("--add-scram", f"{self._mechanism}=[name={name},password={word}]")
        ]

    def _sasl_properties(self) -> list[str]:
        if not self._sasl_users:
            return []
        package = "org.apache.kafka.common.security"
        if self._mechanism == "PLAIN":
            users = " ".join(f'user_{user}="{word}"' for user, word in self._sasl_users.items())
            module = f"{package}.plain.PlainLoginModule required {users};"
        else:
            module = f"{package}.scram.ScramLoginModule required;"
        listener = f"listener.name.{self._listener.lower()}.{self._mechanism.lower()}"
        return [
            f"sasl.enabled.mechanisms={self._mechanism}",
            f"{listener}.sasl.jaas.config={module}",
        ]

    def _authorizer_properties(self) -> list[str]:
        if not self._authorize:
            return []
        # Broker and controller speak to each other without a name.
        return [
            "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            f"super.users=User:{next(iter(self._sasl_users))};User:ANONYMOUS",
        ]

    @property
    def _listener(self) -> str:
        """The security protocol, which also names the listener."""
        transport = "SSL" if self._tls else "PLAINTEXT"
        return f"SASL_{transport}" if self._sasl_users else transport

    def _tls_properties(self) -> list[str]:
        if self._tls is None:
            return []
        return [
            "ssl.keystore.type=PEM",
            f"ssl.keystore.location={self._tls.key_file}",
            "ssl.truststore.type=PEM",
            f"ssl.truststore.location={self._tls.ca_file}",
            f"ssl.client.auth={'required' if self._tls.clients_too else 'none'}",
        ]


def die_with_parent() -> None:
    """For `preexec_fn`: let the kernel end the child when this process dies, on Linux."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if "ERROR" in line]
    return (errors[:1] or lines[-1:] or ["it said nothing"])[0]
