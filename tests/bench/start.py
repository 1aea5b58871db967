"""Section start: a whole process for one short document, from the pack and from the sources, beside one that tells its version.

Clock time of each run: most of what happens in a process so short is the system's (programs and libraries mapped, pages met for the
first time), and somebody is waiting for it. Rounds are cheap, so there are a hundred times as many as elsewhere.
"""

import os

from . import measure
from .rows import LESS, Row, ratios
from .workshop import MB

DOCUMENT_BYTES = 2000
ROUNDS = 100                                         # times the rounds that are asked for
BAR = 4


def rows(shop):
    text, pack = shop.prose(DOCUMENT_BYTES), os.path.join(shop.build, 'bench', 'start.drg')      # on a disk, as others are
    os.makedirs(os.path.dirname(pack), exist_ok=True)
    made = measure.run(measure.Command([shop.program, 'compile', '--force', '-o', pack], {'DRAGOMAN_DATA': shop.data}), shop.folder)
    commands = {
        'version': measure.Command([shop.program, '--version']),
        'pack': shop.annotate(text, '--pack', pack, '--require-pack'),
        'sources': shop.annotate(text, '--no-pack'),
    }
    runs = shop.in_turns(commands, 'start', shop.runs * ROUNDS)
    clock = {name: [run.clock for run in runs[name]] for name in commands}
    return [
        Row('start/version', 'dragoman --version', milliseconds(clock['version']), 'ms', LESS),
        Row('start/pack', 'a document of 2 KB, from the pack', milliseconds(clock['pack']), 'ms', LESS),
        Row('start/pack-version', '  against --version', ratios(clock['pack'], clock['version']), '×', LESS, BAR),
        Row('start/sources', '  from the sources', milliseconds(clock['sources']), 'ms', LESS),
        Row('start/peak', '  peak memory, from the pack', [run.peak_bytes / MB for run in runs['pack']], 'MB', LESS),
        Row('start/pack-size', 'the pack', [os.path.getsize(pack) / MB], 'MB', LESS, 100),
        Row('start/compile', '  making it, on the clock', [made.clock], 's', LESS),
    ]


def milliseconds(clock):
    return [1000 * seconds for seconds in clock]
