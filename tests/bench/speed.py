"""Section speed: the whole pipeline and the library alone, beside `wc -w` and `rg`, all on one text in the same rounds."""

import os

from . import measure
from .rows import LESS, MORE, Row, beyond_empty, ratios
from .workshop import KB, MB, NAMES

UTF8 = {'LC_ALL': 'C.UTF-8'}
MONTHS = 'January|February|March|April|May|June|July|August|September|October|November|December'
DATE = r'\b\d{1,2} (?:%s) \d{4}\b' % MONTHS


def yardsticks(path):
    """What anyone can install."""
    return {
        'wc': measure.Command(['wc', '-w', path], UTF8),
        'rg-names': measure.Command(['rg', '-F', '-o', '-w', '-f', NAMES, path], UTF8, fine=(0, 1)),
        'rg-date': measure.Command(['rg', '-o', DATE, path], UTF8, fine=(0, 1)),
    }


def ours(shop, path):
    return {'pipeline': shop.annotate(path), 'library': shop.count(path)}


def rows(shop, megabytes):
    text = shop.prose(round(megabytes * MB))
    size, counts = os.path.getsize(text), shop.counts(text)
    full = {**ours(shop, text), **yardsticks(text)}
    empty = {name + ' empty': command for name, command in {**ours(shop, shop.empty), **yardsticks(shop.empty)}.items()}
    runs = shop.in_turns({**full, **empty}, 'speed')
    seconds = {name: beyond_empty(runs[name], runs[name + ' empty']) for name in full}
    return [*own_rows(size, counts, runs, seconds), *ratio_rows(seconds), *yardstick_rows(size, seconds), *text_rows(size, counts)]


def own_rows(size, counts, runs, seconds):
    def rate(amount, name):
        return [amount / s for s in seconds[name]]
    return [
        Row('speed/pipeline', 'whole pipeline, JSON out', rate(size / MB, 'pipeline'), 'MB/s', MORE),
        Row('speed/tokens', '  tokens', rate(counts['tokens'] / 1e6, 'pipeline'), 'million/s', MORE),
        Row('speed/annotations', '  annotations', rate(counts['entities'] / 1e6, 'pipeline'), 'million/s', MORE),
        Row('speed/library', 'library, results counted', rate(size / MB, 'library'), 'MB/s', MORE),
        Row('speed/out', 'bytes out a byte in', [r.out_bytes / size for r in runs['pipeline']], '×'),
        Row('speed/peak', 'peak memory', [r.peak_bytes / MB for r in runs['pipeline']], 'MB', LESS),
        Row('speed/knowledge', '  with an empty text', [r.peak_bytes / MB for r in runs['pipeline empty']], 'MB', LESS),
        Row('speed/cold', 'cold start from the sources, on the clock', [1000 * r.clock for r in runs['pipeline empty']], 'ms', LESS),
    ]


def ratio_rows(seconds):
    def against(other, name):
        return ratios(seconds[other], seconds[name])
    return [
        Row('speed/pipeline-wc', 'pipeline against wc -w', against('wc', 'pipeline'), '×', MORE, 0.20),
        Row('speed/library-wc', 'library against wc -w', against('wc', 'library'), '×', MORE, 0.25),
        Row('speed/pipeline-rg-names', 'pipeline against rg, 5,000 names', against('rg-names', 'pipeline'), '×', MORE, 8),
        Row('speed/pipeline-rg-date', 'pipeline against rg, one date', against('rg-date', 'pipeline'), '×', MORE),
    ]


def yardstick_rows(size, seconds):
    names = {'wc': 'wc -w', 'rg-names': 'rg -F -o -w, 5,000 names', 'rg-date': 'rg -o, one date'}
    return [Row('speed/' + key, what, [size / MB / s for s in seconds[key]], 'MB/s') for key, what in names.items()]


def text_rows(size, counts):
    return [
        Row('speed/text-size', 'the text', [size / MB], 'MB'),
        Row('speed/text-tokens', '  tokens', [counts['tokens'] / 1e6], 'million'),
        Row('speed/text-annotations', '  annotations a KB', [counts['entities'] / (size / KB)], ''),
    ]
