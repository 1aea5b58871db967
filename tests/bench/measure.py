"""Runs programs and says what they took: CPU time (user and system), time on the clock, peak memory, bytes of output.

What is to be compared takes turns (A B C A B C …), all on one core: so a machine that grows slow for a while slows them all.
Output goes into a file, the same way for every program. This process stays small, for the peak of a child begins with the
peak of the process that it was forked from.
"""

import os
import sys
import time
from dataclasses import dataclass, field


class Broken(Exception):
    """A program ended badly: nothing can be said of its speed."""


@dataclass
class Command:
    """A program with its arguments. Once it has run for so many seconds in all, it sits out the rounds that are left."""
    arguments: list
    environment: dict = field(default_factory=dict)
    seconds_most: float = 60
    fine: tuple = (0,)                               # exit statuses: that of `rg` which finds nothing is 1


@dataclass
class Run:
    seconds: float                                   # CPU: user and system
    clock: float
    peak_bytes: int
    out_bytes: int
    said: bytes                                      # how its output begins


def stay_on_one_core(core=None):
    """This process and all its children. The last core, if none is named: the first has more to do with the machine itself."""
    if not hasattr(os, 'sched_setaffinity'):
        return None
    cores = os.sched_getaffinity(0)
    core = max(cores) if core is None else core
    if core not in cores:
        raise Broken('there is no core %d to run on; there are %s' % (core, ', '.join(map(str, sorted(cores)))))
    os.sched_setaffinity(0, {core})
    return core


def run(command, folder):
    """Runs it once; `folder` takes what it prints (out, err)."""
    out, err = os.path.join(folder, 'out'), os.path.join(folder, 'err')
    write = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    actions = [(os.POSIX_SPAWN_OPEN, 1, out, write, 0o600), (os.POSIX_SPAWN_OPEN, 2, err, write, 0o600)]
    begin = time.perf_counter()
    process = start(command, actions)
    _, raw_status, usage = os.wait4(process, 0)
    clock = time.perf_counter() - begin
    status = os.waitstatus_to_exitcode(raw_status)
    if status not in command.fine:
        with open(err, encoding='utf-8', errors='replace') as file:
            raise Broken('%s: exit status %d\n%s' % (' '.join(command.arguments), status, file.read(2000)))
    with open(out, 'rb') as file:
        said = file.read(1000)
    unit = 1 if sys.platform == 'darwin' else 1024
    return Run(usage.ru_utime + usage.ru_stime, clock, usage.ru_maxrss * unit, os.path.getsize(out), said)


def start(command, actions):
    try:
        return os.posix_spawnp(command.arguments[0], command.arguments, dict(os.environ, **command.environment), file_actions=actions)
    except OSError as reason:
        raise Broken('%s cannot be run: %s' % (command.arguments[0], reason.strerror)) from reason


def in_turns(commands, rounds, folder, tell=lambda done, all: None):
    """{name: [Run of each round]} of {name: Command}."""
    runs = {name: [] for name in commands}
    for i in range(rounds):
        tell(i, rounds)
        for name, command in commands.items():
            if sum(run.seconds for run in runs[name]) < command.seconds_most:
                runs[name].append(run(command, folder))
    tell(rounds, rounds)
    return runs
