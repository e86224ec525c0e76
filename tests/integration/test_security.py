"""Logins, certificates and rights, against brokers that ask for them."""

import base64
import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from conftest import unique_settings
from kafka import KafkaAdminClient
from kafka.admin import (
    ACL,
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    ResourcePattern,
    ResourcePatternFilter,
    ResourceType,
)
from local_kafka import LocalKafka
from worker_support.certificates import Authority
from worker_support.running import (
    RunningWorker,
    article,
    committed,
    quotesieve,
    records,
    send,
    wait_until,
)

from service.broker import client_config
from service.errors import InfrastructureError, TopicsError
from service.settings import LogLevel, SaslMechanism, Secret, SecurityProtocol, Settings
from service.topics import check_topics, create_topics

pytestmark = [pytest.mark.broker, pytest.mark.timeout(180)]

ADMIN_PASSWORD, PASSWORD = "an-admin-word", "a-secret-word"
USERS = {"admin": ADMIN_PASSWORD, "sieve": PASSWORD, "crawler": "a-crawlers-word"}

# Name of the topic's setting, and what the worker must be allowed there, as README.md has it.
WORKER_RIGHTS = {
    "topic_raw": (ACLOperation.READ, ACLOperation.DESCRIBE_CONFIGS),
    "topic_clean": (ACLOperation.WRITE, ACLOperation.DESCRIBE_CONFIGS),
    "topic_quotes": (ACLOperation.WRITE, ACLOperation.DESCRIBE_CONFIGS),
    "topic_dead_letter": (ACLOperation.WRITE, ACLOperation.DESCRIBE_CONFIGS),
    "topic_memory": (ACLOperation.READ, ACLOperation.WRITE, ACLOperation.DESCRIBE_CONFIGS),
}


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def secured(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalKafka]:
    """A broker that wants TLS, a login and rights."""
    with LocalKafka(
        tmp_path_factory.mktemp("secured"),
        tls=authority.issue(),
        sasl_users=USERS,
        sasl_mechanism="SCRAM-SHA-512",
        authorize=True,
    ) as kafka:
        yield kafka


@pytest.fixture
def admin(secured: LocalKafka, authority: Authority) -> Settings:
    """Settings of who may do all; the topics exist."""
    settings = msgspec.structs.replace(
        unique_settings(secured.bootstrap),
        security_protocol=SecurityProtocol.SASL_SSL,
        sasl_mechanism=SaslMechanism.SCRAM_SHA_512,
        sasl_username="admin",
        sasl_password=Secret(ADMIN_PASSWORD),
        tls_ca_file=str(authority.ca_file),
    )
    create_topics(settings, partitions=1, replication_factor=1)
    return settings


@pytest.fixture
def settings(admin: Settings) -> Settings:
    """Settings of the worker's user, which has no rights yet."""
    return as_user(admin, "sieve")


def as_user(settings: Settings, name: str) -> Settings:
    return msgspec.structs.replace(settings, sasl_username=name, sasl_password=Secret(USERS[name]))


def grant(
    admin: Settings, user: str, name: str, *rights: ACLOperation, group: bool = False
) -> None:
    kind = ResourceType.GROUP if group else ResourceType.TOPIC
    acls = [
        ACL(f"User:{user}", "*", right, ACLPermissionType.ALLOW, ResourcePattern(kind, name))
        for right in rights
    ]
    with contextlib.closing(KafkaAdminClient(**client_config(admin))) as client:
        client.create_acls(acls)


def take_away(admin: Settings, name: str, right: ACLOperation, *, group: bool = False) -> None:
    kind = ResourceType.GROUP if group else ResourceType.TOPIC
    pattern = ResourcePatternFilter(kind, name, ACLResourcePatternType.LITERAL)
    acls = ACLFilter("User:sieve", "*", right, ACLPermissionType.ALLOW, pattern)
    with contextlib.closing(KafkaAdminClient(**client_config(admin))) as client:
        client.delete_acls([acls])


def grant_all(admin: Settings, *, but: tuple[str, ACLOperation] | None = None) -> None:
    """Give the worker's user what README.md lists, less one right."""
    for field, rights in WORKER_RIGHTS.items():
        kept = [right for right in rights if (field, right) != but]
        # Who may read or write may also see; so does who may do less than that here.
        grant(admin, "sieve", getattr(admin, field), ACLOperation.DESCRIBE, *kept)
    if but != ("group_id", ACLOperation.READ):
        grant(admin, "sieve", admin.group_id, ACLOperation.READ, group=True)


def test_worker_and_commands_over_tls_with_a_login_and_rights(
    admin: Settings, settings: Settings, tmp_path: Path
) -> None:
    grant_all(admin)
    page = tmp_path / "page.txt"
    page.write_text('A headline\n\n"We will rebuild it," said Mayor Ann Lee.\n')
    crawler, reader = as_user(admin, "crawler"), as_user(admin, "crawler")
    grant(admin, "crawler", admin.topic_raw, ACLOperation.WRITE)
    grant(admin, "crawler", admin.topic_quotes, ACLOperation.READ)

    published = quotesieve(crawler, "publish", str(page))
    with RunningWorker(settings, tmp_path / "log", faulty=False) as worker:
        wait_until(lambda: committed(admin) == {0: 1}, "it is committed")
        lag = 'quotesieve_consumer_lag_messages{partition="0"} 0.0'
        wait_until(lambda: lag in worker.get("/metrics")[1], "the lag is asked for, too")
        assert worker.terminate() == 0
    read = quotesieve(reader, "tail", "quotes", "--from-start", "-n", "1")

    assert (published.returncode, published.stdout) == (0, "")
    assert (read.returncode, read.stderr) == (0, "")
    assert "Ann Lee" in read.stdout


@pytest.mark.parametrize("lacking", [(f, r) for f, rights in WORKER_RIGHTS.items() for r in rights])
def test_right_that_is_lacking_is_told(
    admin: Settings, settings: Settings, lacking: tuple[str, ACLOperation]
) -> None:
    field, right = lacking
    grant_all(admin, but=lacking)

    with pytest.raises(TopicsError) as caught:
        check_topics(settings)

    assert f"`sieve` may not {right.name} the topic {getattr(settings, field)}" in str(caught.value)
    assert f"QUOTESIEVE_{field.upper()}" in str(caught.value)


def test_topics_that_may_not_be_seen_are_told(settings: Settings) -> None:
    with pytest.raises(TopicsError, match="`sieve` may not see the topics raw-"):
        check_topics(settings)


def test_group_that_is_not_allowed_is_told(
    admin: Settings, settings: Settings, tmp_path: Path
) -> None:
    grant_all(admin, but=("group_id", ACLOperation.READ))

    done = quotesieve(settings, "worker")

    assert done.returncode == 2
    assert done.stderr.startswith(f"quotesieve: `sieve` may not read in the group {admin.group_id}")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("field", "right"),
    [
        ("topic_raw", ACLOperation.READ),
        ("topic_clean", ACLOperation.WRITE),
        ("group_id", ACLOperation.READ),
    ],
)
def test_right_that_is_taken_away_ends_the_worker(
    admin: Settings, settings: Settings, field: str, right: ACLOperation, tmp_path: Path
) -> None:
    grant_all(admin)
    with RunningWorker(settings, tmp_path / "log") as worker:
        worker.wait_ready()
        take_away(admin, getattr(admin, field), right, group=field == "group_id")
        send(admin, [(b"a", article("Text."))])
        assert worker.wait() == 1
        assert "The worker can't go on." in [one["message"] for one in worker.log_entries()]
    assert committed(admin).get(0, 0) == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sasl_password": Secret("a-wrong-word")}, "does not let `sieve` in: check QUOTESIEVE_"),
        ({"sasl_username": "nobody"}, "does not let `nobody` in: check QUOTESIEVE_SASL_USERNAME"),
        ({"sasl_mechanism": SaslMechanism.PLAIN}, "does not take PLAIN: set QUOTESIEVE_SASL_MECH"),
        ({"tls_ca_file": None}, "(unable to get local issuer certificate): name the PEM file"),
    ],
)
def test_refusal_is_told(settings: Settings, change: dict[str, object], message: str) -> None:
    with pytest.raises(InfrastructureError) as caught:
        check_topics(msgspec.structs.replace(settings, **change))

    assert message in str(caught.value)
    assert "-word" not in str(caught.value)


@pytest.mark.parametrize(
    "command",
    [
        ("worker",),
        ("topics", "create"),
        ("topics", "check"),
        ("tail", "quotes"),
        ("publish", "page.txt"),
    ],
)
def test_each_command_tells_a_refusal_in_one_line(
    settings: Settings, command: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "page.txt").write_text("Text.")
    settings = msgspec.structs.replace(settings, sasl_password=Secret("a-wrong-word"))

    done = quotesieve(settings, *command, folder=tmp_path)

    assert (done.returncode, done.stdout) == (1, "")
    [line] = [line for line in done.stderr.splitlines() if not line.startswith("{")]
    assert "does not let `sieve` in" in line
    assert "a-wrong-word" not in done.stderr


def test_refusal_is_asked_for_once(settings: Settings, secured: LocalKafka) -> None:
    """The clients would try again and again; an account could be locked for that."""
    settings = msgspec.structs.replace(settings, sasl_password=Secret("a-wrong-word"))
    before = secured.log_file.read_text("utf-8").count("Failed authentication")

    with pytest.raises(InfrastructureError):
        check_topics(settings)

    after = secured.log_file.read_text("utf-8").count("Failed authentication")
    assert after - before == 1


@pytest.mark.parametrize(
    ("identity", "days_left", "message"),
    [
        ("127.0.0.1", -1, "(certificate has expired): renew it on the broker"),
        ("kafka.example", 1, "give an address that it has in QUOTESIEVE_BOOTSTRAP_SERVERS"),
    ],
)
def test_certificate_that_does_not_hold_is_told(
    authority: Authority, identity: str, days_left: int, message: str, tmp_path: Path
) -> None:
    tls = authority.issue(identity, days_left=days_left)
    with LocalKafka(tmp_path / "kafka", tls=tls) as broker:
        settings = msgspec.structs.replace(
            unique_settings(broker.bootstrap),
            security_protocol=SecurityProtocol.SSL,
            tls_ca_file=str(authority.ca_file),
        )
        done = quotesieve(settings, "worker")

    assert done.returncode == 1
    assert message in done.stderr


def test_own_certificate_is_shown(authority: Authority, tmp_path: Path) -> None:
    tls = authority.issue(clients_too=True)
    own = authority.issue("sieve.example")
    with LocalKafka(tmp_path / "kafka", tls=tls) as broker:
        bare = msgspec.structs.replace(
            unique_settings(broker.bootstrap),
            security_protocol=SecurityProtocol.SSL,
            tls_ca_file=str(authority.ca_file),
        )
        settings = msgspec.structs.replace(
            bare, tls_cert_file=str(own.key_file), tls_key_file=str(own.key_file)
        )
        create_topics(settings, partitions=1, replication_factor=1)
        send(settings, [(b"a", article("Text."))])
        with RunningWorker(settings, tmp_path / "log") as worker:
            wait_until(lambda: committed(settings) == {0: 1}, "it is committed")
            assert worker.terminate() == 0
        with pytest.raises(InfrastructureError, match=r"check .*_TLS_CERT_FILE"):
            check_topics(bare)


def test_plain_login(tmp_path: Path) -> None:
    with LocalKafka(tmp_path / "kafka", sasl_users=USERS) as broker:
        settings = msgspec.structs.replace(
            unique_settings(broker.bootstrap),
            security_protocol=SecurityProtocol.SASL_PLAINTEXT,
            sasl_username="sieve",
            sasl_password=Secret(PASSWORD),
        )
        create_topics(settings, partitions=1, replication_factor=1)
        send(settings, [(b"a", article("Text."))])
        with RunningWorker(settings, tmp_path / "log") as worker:
            wait_until(lambda: committed(settings) == {0: 1}, "it is committed")
            assert worker.terminate() == 0


def test_password_is_nowhere_to_be_seen(
    admin: Settings, settings: Settings, tmp_path: Path
) -> None:
    """Not in logs, metrics or process lists, in whatever form it goes to the broker."""
    grant_all(admin)
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n")
    settings = msgspec.structs.replace(
        settings, sasl_password=None, sasl_password_file=str(file), log_level=LogLevel.DEBUG
    )
    send(admin, [(b"a", article("Text.")), (b"b", b"no JSON")])
    with RunningWorker(settings, tmp_path / "log") as worker:
        wait_until(lambda: committed(admin) == {0: 2}, "both are committed")
        shown = [worker.get(path)[1] for path in ("/metrics", "/healthz", "/readyz")]
        for pid in {worker.process.pid, *worker.descendants()}:
            shown.append(Path(f"/proc/{pid}/cmdline").read_text("utf-8"))
        assert worker.terminate() == 0
    shown.append((tmp_path / "log").read_text("utf-8"))
    shown.append(quotesieve(settings, "worker", "--help").stdout)
    wrong = msgspec.structs.replace(settings, bootstrap_servers="127.0.0.1:1")
    shown.append(quotesieve(wrong, "topics", "check").stderr)

    assert len(records(admin, admin.topic_dead_letter)) == 1
    encoded = base64.b64encode(PASSWORD.encode()).decode().rstrip("=")
    assert [text for text in shown if PASSWORD in text or encoded in text] == []


def test_only_metrics_listen_and_on_loopback(broker_settings: Settings, tmp_path: Path) -> None:
    with RunningWorker(broker_settings, tmp_path / "log", faulty=False) as worker:
        worker.wait_ready()
        pids = {worker.process.pid, *worker.descendants()}
        found = {address for pid in pids for address in listening(pid)}
        [port] = {entry["port"] for entry in worker.log_entries() if "port" in entry}
    assert found == {("127.0.0.1", port)}


def listening(pid: int) -> set[tuple[str, int]]:
    """The addresses at which a process listens (Linux)."""
    inodes = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            inodes.add(str(link.readlink()).removeprefix("socket:[").rstrip("]"))
    found = set()
    for table, family in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            # 0A: it listens.
            if fields[3] == "0A" and fields[9] in inodes:
                host, port = fields[1].split(":")
                words = [bytes.fromhex(host[k : k + 8])[::-1] for k in range(0, len(host), 8)]
                found.add((socket.inet_ntop(family, b"".join(words)), int(port, 16)))
    return found
