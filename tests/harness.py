"""What every test module rests on: a case, its outcome, and the program under test.

A module of tests (spec.py, errors.py, …) has one function, cases(context), that yields Case objects. A case's function returns
where all is well, raises Failed with what was wrong, or Skip with why it cannot run here.
"""

import copy
import json
import os
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Failed(Exception):
    """What was wrong, in lines a person can act on."""


class Skip(Exception):
    """Why this test cannot run here."""


class Case:
    """A test: its name ("spec/tokens.md:12"), what it does, and the lines of its file that it stands for."""

    def __init__(self, name, run, lines=None):
        self.name, self.run, self.lines = name, run, lines

    def answers_to(self, asked):
        """Whether `./dev test ASKED` means this case: its name, a part of the name from the left, or a line inside it."""
        asked = asked.rstrip('/')
        if asked.startswith('tests/'):
            asked = asked[len('tests/'):]
        if self.name == asked or self.name.startswith((asked + '/', asked + ':')):
            return True
        file, colon, line = asked.rpartition(':')
        return bool(colon and self.lines and line.isdigit() and self.name.startswith(file + ':')
                    and self.lines[0] <= int(line) <= self.lines[1])


class Outcome:
    """What a run of a program left behind."""

    def __init__(self, status, out, err, seconds, peak_bytes):
        self.status, self.out, self.err = status, out, err
        self.seconds, self.peak_bytes = seconds, peak_bytes

    def text(self):
        return self.out.decode('utf-8')

    def errors(self):
        return self.err.decode('utf-8', 'replace')

    def objects(self):
        """The JSON objects of a run, one a line."""
        try:
            return [json.loads(line) for line in self.out.splitlines()]
        except ValueError as error:
            raise Failed('the output is no JSON: %s: %s' % (error, show(self.out))) from error


class Context:
    """Where the build is, and how the tests run the program."""

    def __init__(self, build, quick=False, sanitized=False, full=False, update=False):
        self.root, self.build = ROOT, os.path.abspath(build)
        self.quick, self.sanitized, self.full, self.update = quick, sanitized, full, update
        self.small = os.path.join(ROOT, 'tests', 'knowledge')       # knowledge that loads at once
        self.program = os.path.join(self.build, 'dragoman')
        self.environment = dict(os.environ, DRAGOMAN_DATA=ROOT, LC_ALL='C.UTF-8',
                                ASAN_OPTIONS='detect_leaks=1:allocator_may_return_null=1',
                                UBSAN_OPTIONS='halt_on_error=1:print_stacktrace=1')

    def over(self, data):
        """The same, with another folder of knowledge."""
        other = copy.copy(self)
        other.environment = dict(self.environment, DRAGOMAN_DATA=data)
        return other

    def path(self, *parts):
        return os.path.join(self.root, *parts)

    def dragoman(self, *arguments, data=None, **rest):
        """Runs the program; `data` is the folder of knowledge, if not the project's."""
        environment = dict(self.environment, DRAGOMAN_DATA=data) if data else self.environment
        return run([self.program, *arguments], environment=environment, **rest)

    def annotate_lines(self, documents, *options):
        """Annotates documents (dicts) in one run over JSON Lines; returns a list of objects, one a document."""
        lines = ''.join(json.dumps(d) + '\n' for d in documents)
        outcome = self.dragoman('annotate', '--jsonl', *options, '-', stdin=lines.encode())
        objects = outcome.objects()
        if len(objects) != len(documents):
            raise Failed('%d documents went in, %d came out (status %d)\n%s'
                         % (len(documents), len(objects), outcome.status, outcome.errors()))
        return objects


def run(arguments, stdin=b'', cwd=None, environment=None, timeout=120, keep_out=True, user=None):
    """Runs a program to its end. `stdin` is bytes or an open file; what it prints is kept unless `keep_out` is false.
    With `user` (a number) it runs as somebody else."""
    feed = stdin
    if isinstance(stdin, bytes):
        feed = tempfile.TemporaryFile()
        feed.write(stdin)
        feed.seek(0)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begin = time.monotonic()
        process = subprocess.Popen(arguments, stdin=feed, stdout=out if keep_out else subprocess.DEVNULL, stderr=err, cwd=cwd, env=environment,
                                   **({} if user is None else {'user': user}))
        status, usage = wait(process, begin + timeout, arguments)
        seconds = usage.ru_utime + usage.ru_stime
        out.seek(0)
        err.seek(0)
        outcome = Outcome(status, out.read(), err.read(), seconds, usage.ru_maxrss * 1024)
    if feed is not stdin:
        feed.close()
    if status < 0 or b'AddressSanitizer' in outcome.err or b'runtime error:' in outcome.err:
        raise Failed('%s: %s\n%s' % (shown(arguments), 'ended by signal %d' % -status if status < 0 else 'sanitizer',
                                     outcome.errors()[:4000]))
    return outcome


def run_measured(arguments, **rest):
    """The same as run, with a peak of memory that is the program's alone: it is not started from this large process."""
    with tempfile.NamedTemporaryFile('r') as report:
        launcher = os.path.join(ROOT, 'tests', 'measure', 'peak.py')
        outcome = run([sys.executable, '-I', '-S', launcher, report.name, *arguments], **rest)
        status, seconds, peak = report.read().split()
    outcome.status, outcome.seconds, outcome.peak_bytes = int(status), float(seconds), int(peak)
    if outcome.status < 0:
        raise Failed('%s: ended by signal %d\n%s' % (shown(arguments), -outcome.status, outcome.errors()[:4000]))
    return outcome


def wait(process, deadline, arguments):
    """wait4 with a deadline: status and resource usage of this one child."""
    delay = 0.001
    while True:
        pid, raw, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(raw)
            return process.returncode, usage
        if time.monotonic() > deadline:
            process.kill()
            os.wait4(process.pid, 0)
            process.returncode = -9
            raise Failed('%s: not at an end in time' % shown(arguments))
        time.sleep(delay)
        delay = min(delay * 2, 0.02)


def shown(arguments):
    return ' '.join(os.path.basename(a) if i == 0 else a for i, a in enumerate(arguments))


def show(data, most=400):
    """Bytes or text, short enough for a message."""
    text = data.decode('utf-8', 'replace') if isinstance(data, bytes) else data
    return text if len(text) <= most else text[:most] + '… (%d characters)' % len(text)


def difference(expected, got):
    """The two texts line by line, for a message: what is only expected by -, what came by +."""
    import difflib
    lines = difflib.unified_diff(expected.splitlines(), got.splitlines(), 'expected', 'got', lineterm='', n=2)
    return '\n'.join(list(lines)[2:])


def check(condition, message, *values):
    if not condition:
        raise Failed(message % values if values else message)


