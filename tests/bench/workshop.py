"""What the sections share: where the programs are, the text that they read, and a folder for what is in passing."""

import json
import multiprocessing
import os
import shutil
import sys
import tempfile

from . import measure

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NAMES = os.path.join(ROOT, 'tests', 'bench', 'names.txt')
KB, MB = 1000, 1_000_000
DENSITY = 20                                         # annotations a KB of the text that everything is measured on


class Workshop:
    """Use it as `with Workshop(…) as shop`: the folder goes at the end."""

    def __init__(self, build, runs, seed=1):
        self.build, self.runs, self.seed = os.path.abspath(build), runs, seed
        self.data = os.environ.get('DRAGOMAN_DATA') or ROOT      # rules/ and gazetteers/
        self.program = os.path.join(self.build, 'dragoman')
        self.counter = os.path.join(self.build, 'tests', 'bench', 'count')
        self.generator = os.path.join(self.build, 'tests', 'bench', 'prose')
        self.folder = None

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix='dragoman-bench-', dir=roomy_memory())
        self.empty = self.path('empty.txt')
        open(self.empty, 'wb').close()
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def prose(self, size, density=DENSITY):
        """The path of a text of about so many bytes; the same bytes for the same size, density and seed."""
        path = self.path('prose-%d-%d.txt' % (size, density))
        if not os.path.exists(path):
            measure.run(measure.Command([self.generator, '--bytes', str(size), '--seed', str(self.seed), '--density', str(density)]),
                        self.folder)
            os.rename(self.path('out'), path)
        return path

    def annotate(self, path, *options, data=None):
        return measure.Command([self.program, 'annotate', *options, path], {'DRAGOMAN_DATA': data or self.data})

    def count(self, path, *more):
        return measure.Command([self.counter, self.data, path, *more])

    @staticmethod
    def apart(function, *arguments):
        """Calls it in a process of its own, so that this one stays small (see measure.py)."""
        process = multiprocessing.get_context('fork').Process(target=function, args=arguments)
        process.start()
        process.join()
        if process.exitcode:
            raise measure.Broken('%s failed' % function.__name__)

    def counts(self, path):
        """{'tokens': …, 'entities': …, 'referents': …, 'events': …} of a text."""
        return json.loads(measure.run(self.count(path), self.folder).said)

    def in_turns(self, commands, title, rounds=None):
        def tell(done, rounds):
            if sys.stderr.isatty():
                sys.stderr.write('\r\033[K' + ('%s: round %d of %d' % (title, done + 1, rounds) if done < rounds else ''))
                sys.stderr.flush()
        return measure.in_turns(commands, rounds or self.runs, self.folder, tell)


def roomy_memory():
    """A folder in memory, where writing is no matter of the disk, if it has room for the output of a large text."""
    folder = '/dev/shm'
    return folder if os.path.isdir(folder) and shutil.disk_usage(folder).free > 8_000 * MB else None
