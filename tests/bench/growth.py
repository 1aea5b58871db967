"""Section hostile: each text of tests/hostile.py at the design's full size, and at half of it. Twice the text may take GROWTH times
the time, and no more memory than is promised. What costs next to nothing is measured on larger texts still."""

import os
import statistics

import hostile

from . import measure
from .rows import LESS, Row, beyond_empty, ratios
from .workshop import MB

ROUNDS = 3                                           # thirty texts, up to 100 MB each
LARGEST = 128 * MB


def rows(shop):
    found = []
    for number, (name, make, more) in enumerate(hostile.TEXTS, 1):
        found += rows_of_text(shop, name, make, hostile.pieces_full(more), '%d of %d' % (number, len(hostile.TEXTS)))
    return found


def rows_of_text(shop, name, make, pieces, which):
    half, whole = write_large_enough(shop, make, pieces)
    commands = {'half': shop.annotate(half), 'whole': shop.annotate(whole), 'empty': shop.annotate(shop.empty)}
    runs = shop.in_turns(commands, 'hostile %s, %s' % (which, name), min(ROUNDS, shop.runs))
    seconds = {size: beyond_empty(runs[size], runs['empty']) for size in ('half', 'whole')}
    bound = hostile.memory_bound(statistics.median(run.peak_bytes for run in runs['empty']), os.path.getsize(whole))
    yield Row('hostile/' + name, name, ratios(seconds['whole'], seconds['half']), '× time', LESS, hostile.GROWTH)
    yield Row('hostile/%s-memory' % name, '  of the memory promised', [run.peak_bytes / bound for run in runs['whole']], '×', LESS, 1)
    yield Row('hostile/%s-speed' % name, '  a MB', [1000 * s / (os.path.getsize(whole) / MB) for s in seconds['whole']], 'ms', LESS)


def write_large_enough(shop, make, pieces):
    """The paths of a text and of one twice its size, that takes long enough for its time to mean something."""
    half, whole = shop.path('half.txt'), shop.path('whole.txt')
    empty = measure.run(shop.annotate(shop.empty), shop.folder).seconds
    while True:
        shop.apart(write_texts, make, pieces, half, whole)
        seconds = measure.run(shop.annotate(whole), shop.folder).seconds - empty
        if seconds > 2 * hostile.NOISE or os.path.getsize(whole) * hostile.LARGER > LARGEST:
            return half, whole
        pieces *= hostile.LARGER


def write_texts(make, pieces, *paths):
    for path, text in zip(paths, hostile.texts_of(make, pieces)):
        with open(path, 'wb') as file:
            file.write(text)
