"""The wire: JSON lines between judge and host, read by somebody who trusts nobody."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Iterator

import pytest

from checker.host.wire import MAX_LINE, Wire, WireBroken


@pytest.fixture
def ends() -> Iterator[tuple[Wire, socket.socket]]:
    """A wire, and the bare socket at its other end."""
    ours, theirs = socket.socketpair()
    wire = Wire(ours)
    yield wire, theirs
    wire.close()
    theirs.close()


Ends = tuple[Wire, socket.socket]


def test_messages_arrive_as_they_were_sent(ends: Ends) -> None:
    """In order, whole, with every character that JSON has."""
    wire, theirs = ends
    other = Wire(theirs)
    messages = [{"n": 1}, {"text": "a\nb\0 ü 🦊 \ud800"}, {"deep": [{"x": None}, 1.5, True]}]

    for message in messages:
        other.send(message)

    assert messages == [wire.receive(1) for _ in messages]


def test_lines_in_any_pieces(ends: Ends) -> None:
    """What comes in one piece may be several messages, and half of one."""
    wire, theirs = ends
    theirs.sendall(b'{"n": 1}\n{"n": 2}\n{"n"')

    assert wire.receive(1) == {"n": 1}
    assert wire.receive(0) == {"n": 2}
    assert wire.receive(0) is None
    theirs.sendall(b": 3}\n")
    assert wire.receive(1) == {"n": 3}


def test_nothing_there_is_no_error(ends: Ends) -> None:
    """``receive`` comes back with None when time is up; 0 seconds do not wait at all."""
    wire, _ = ends

    assert wire.receive(0) is None
    assert wire.receive(0.01) is None


def test_a_large_message(ends: Ends) -> None:
    """A message of a megabyte is one message."""
    wire, theirs = ends
    message = {"text": "x" * 1_000_000}
    sender = threading.Thread(target=Wire(theirs).send, args=[message])
    sender.start()

    assert message == wire.receive(5)
    sender.join()


def test_what_was_said_before_hanging_up_is_heard(ends: Ends) -> None:
    """The last messages count; then the wire is broken, for reading and writing."""
    wire, theirs = ends
    theirs.sendall(b'{"n": 1}\n{"n": 2}\n{"half')
    theirs.close()

    assert [wire.receive(1), wire.receive(1)] == [{"n": 1}, {"n": 2}]
    with pytest.raises(WireBroken):
        wire.receive(1)
    with pytest.raises(WireBroken):
        wire.send({"n": 3})


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"hello",
        b'{"n": 1',
        b"[1]",
        b'"text"',
        b"null",
        b"\xff\xfe",
        b'{"n": 1} {"n": 2}',
        b"[" * 200_000,
        b'{"n": ' + b"9" * 5_000 + b"}",
    ],
    ids=repr,
)
def test_what_is_no_message_breaks_the_wire(ends: Ends, line: bytes) -> None:
    """Whoever sends such a line is not our host, or no longer."""
    wire, theirs = ends
    sender = threading.Thread(target=theirs.sendall, args=[line + b"\n"])
    sender.start()

    with pytest.raises(WireBroken):
        wire.receive(5)
    sender.join()


def test_a_line_without_end_breaks_the_wire(ends: Ends) -> None:
    """Not more than MAX_LINE bytes (and a piece) are ever kept."""
    wire, theirs = ends
    total = 0

    def flood() -> None:
        nonlocal total
        with contextlib.suppress(OSError):
            while True:
                total += theirs.send(b"x" * 65536)

    sender = threading.Thread(target=flood)
    sender.start()
    with pytest.raises(WireBroken, match="without end"):
        wire.receive(10)
    wire.close()
    sender.join()

    assert total < 2 * MAX_LINE


def test_senders_do_not_mix(ends: Ends) -> None:
    """Several threads send at once, and every line is one thread's."""
    wire, theirs = ends
    other = Wire(theirs)

    def send(name: str) -> None:
        for n in range(50):
            other.send({"name": name, "n": n, "text": name * 2_000})

    threads = [threading.Thread(target=send, args=[name]) for name in "abcd"]
    for thread in threads:
        thread.start()
    got = [wire.receive(5) for _ in range(200)]
    for thread in threads:
        thread.join()

    for name in "abcd":
        mine = [message for message in got if message and message["name"] == name]
        assert list(range(50)) == [message["n"] for message in mine]
        assert {name * 2_000} == {message["text"] for message in mine}


def test_sending_to_somebody_who_never_reads(ends: Ends) -> None:
    """With a time limit, a full channel is a TimeoutError, not a wait without end."""
    wire, _ = ends

    with pytest.raises(TimeoutError):
        wire.send({"text": "x" * 2_000_000}, 0.01)


def test_which_of_them_can_be_read(ends: Ends) -> None:
    """``pending`` tells a message from a socket that turned readable, and from neither."""
    wire, theirs = ends
    a, b = socket.socketpair()

    with a, b:
        assert not wire.pending(0, [a])
        b.sendall(b"x")
        assert not wire.pending(1, [a])
        theirs.sendall(json.dumps({"n": 1}).encode() + b'\n{"n": 2}\n')
        assert wire.pending(1, [a])
        assert wire.receive(0) == {"n": 1}
        assert wire.pending(0, [a]), "the second message is here already"
