"""What runs beside the learner's code: it serves their app and never judges it.

Nothing in here knows a check, a solution or a result. Modules of this package are
imported into the very process that the learner's code runs in, so whatever they know,
that code can know.

What holds, and what does not
=============================

The learner's program runs as the same user as the judge. That is the whole of the
matter: between two processes of one user there is no wall, only distance. What follows
is without the sandbox; ``tests/test_bad_programs.py`` has a program for each line.
``course grade`` puts the wall there: see :mod:`checker.sandbox`.

**Holds on every system.** The verdict is made in the judge's process, which never
imports the learner's code, from what comes back over HTTP and from messages on the
control channel. So ending, halting, crashing or patching its own process (pytest, json,
builtins, these modules) costs a program its own run. Every message is read with bounds:
its length, depth, number and shape; what does not fit is dropped, and words that are
shown lose what could repaint a terminal. A wait has an end: one answer, one start, one
check, one lesson. Files that lie about (``conftest.py``, ``.pth``, ``.pyc``, modules
named like Python's own) are not read. A given module comes from the course, and a
check that finds one of its functions replaced says so. A file of the program's that a
check reads or writes (:mod:`checker.expect.disk`) is a file of a bounded size and no pipe
or link, and a query of ours to its database has an end: ``tests/test_planted.py``.

**Holds on Linux.** What a host leaves behind is ended with it, in whatever session: the
zygote is the subreaper of all that comes from it. If the program ends the zygote first,
the launcher looks for its cookie in the environment of every process instead; only a
program started with an environment of its own, in a session of its own, by a host that
has also killed the zygote, gets away. A number of processes is a bound for ordinary
users, not for root. A stack dump works even when C code holds the interpreter's lock.

**Holds on macOS and other Unix** but for this: only the process group is ended, so a
child that called ``setsid`` lives on. **On Windows** only the process itself is, and
there are no bounds on memory, files and processes.

**Does not hold without a sandbox.** A program can

- forge what passes through its process: say that a given service was called, with which
  arguments, on which thread, and that it returned; change what a given function keeps
  or answers; or give the judge's questions answers of its own. A secret kept in this
  process would not help, for the program can read it. What needs only HTTP cannot be
  forged this way: an answer has to hold a value that is new in each run, so whoever
  gives it has solved the step, by whatever road. What rests on calls (who waits for
  whom, what was sent where) can. Such answers may also make a check break, which is
  reported as a fault of ours, never as passed;
- read whatever the user can read, the solutions on this disk among it, and write
  whatever the user can write, this package among it;
- signal the judge (and end it: then there is no verdict), read and write its memory
  where the system lets one process of a user debug another, write to its terminal;
- fill the disk, and on Linux the memory that files are kept in, with many files (of 64 MB
  each, and its own folder is removed at the end; nobody counts them, since it may write
  anywhere), use every core until its time is up, use the network.

In the sandbox (:mod:`checker.confined`; ``tests/test_sandbox.py`` has a program for each
line) only the first of these is left: a program can still lie about itself. All programs
of ``tests/bad`` are judged in there too.

For work that counts, run it there, or on a machine of its own.
"""
