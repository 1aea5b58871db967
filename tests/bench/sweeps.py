"""Sections rules, names, documents, density: the same work, more and more of one thing. A row says how many times the time it takes.

Each thing is measured in the same rounds as what it is compared with, and less its own run over an empty text: reading more rules
and more names is told as a figure of its own.
"""

import json
import os
import statistics

from . import copies
from .rows import LESS, MORE, Row, beyond_empty, ratios
from .workshop import KB, MB


def measured(shop, title, full, empty):
    """Runs the commands of both dicts in turns. Returns CPU seconds beyond the empty run, and all runs."""
    runs = shop.in_turns({**full, **{name + ' empty': command for name, command in empty.items()}}, title)
    return {name: beyond_empty(runs[name], runs[name + ' empty']) for name in full}, runs


# --- Rules -----------------------------------------------------------------------------------------------------------------

RULES = (                                            # name, kind, times, bar
    ('token-3', copies.TOKEN, 3, None),
    ('token-10', copies.TOKEN, 10, 1.3),
    ('text-3', copies.TEXT, 3, 1.5),
)
KINDS = {copies.TOKEN: 'token rules', copies.TEXT: 'text rules'}


def rules(shop, megabytes):
    text = shop.prose(round(megabytes * MB))
    full, empty, counts = {'base': shop.annotate(text)}, {'base': shop.annotate(shop.empty)}, {}
    for name, kind, times, _ in RULES:
        data = shop.path('knowledge-' + name)
        counts[name] = times * copies.knowledge_with_copies(shop.data, data, kind, times)
        full[name], empty[name] = shop.annotate(text, data=data), shop.annotate(shop.empty, data=data)
    seconds, runs = measured(shop, 'rules', full, empty)
    rows = [Row('rules/base', 'our own rules', [megabytes / s for s in seconds['base']], 'MB/s')]
    for name, kind, times, bar in RULES:
        rows.append(Row('rules/' + name, '%d × the %s (%d)' % (times, KINDS[kind], counts[name]), ratios(seconds[name], seconds['base']),
                        '× time', LESS, bar, series=KINDS[kind], x=times))
    rows.append(Row('rules/token-10-load', 'more time to begin, 10 × the token rules', more_to_begin(runs, 'token-10'), 's', LESS))
    return rows


def more_to_begin(runs, name):
    base = statistics.median(run.seconds for run in runs['base empty'])
    return [run.seconds - base for run in runs[name + ' empty']]


# --- Names -----------------------------------------------------------------------------------------------------------------

NAMES = {1_000: None, 10_000: None, 100_000: None, 1_000_000: 1.5}      # how many are added, and the bar
BYTES_A_NAME = 200


def names(shop, megabytes):
    """Reading a million names takes longer than reading the text: so the time is what the library itself says of the text alone."""
    text = shop.prose(round(megabytes * MB))
    full, empty = {'base': shop.count(text)}, {'base': shop.count(shop.empty)}
    for count in NAMES:
        folder = shop.path('names-%d' % count)
        shop.apart(copies.names_folder, folder, count, text)
        full[str(count)], empty[str(count)] = shop.count(text, folder), shop.count(shop.empty, folder)
    _, runs = measured(shop, 'names', full, empty)
    seconds = {name: [json.loads(run.said)['seconds'] for run in runs[name]] for name in full}
    return [Row('names/base', 'our own names, library', [megabytes / s for s in seconds['base']], 'MB/s'),
            *(row for count, bar in NAMES.items() for row in names_rows(str(count), count, bar, seconds, runs))]


def names_rows(name, count, bar, seconds, runs):
    yield Row('names/' + name, '{:,} names more'.format(count), ratios(seconds[name], seconds['base']), '× time', LESS, bar,
              series='names added', x=count)
    if count >= 100_000:                             # of fewer names, the memory says more about pages than about names
        base = statistics.median(run.peak_bytes for run in runs['base empty'])
        yield Row('names/%s-bytes' % name, '  memory a name, of {:,}'.format(count),
                  [(run.peak_bytes - base) / count for run in runs[name + ' empty']], 'bytes', LESS, BYTES_A_NAME)
        yield Row('names/%s-load' % name, '  more time to begin', more_to_begin(runs, name), 's', LESS)


# --- Documents --------------------------------------------------------------------------------------------------------------

DOCUMENT_BARS = {1_000: 1.5}


def documents(shop, megabytes, large_megabytes):
    """One text as documents of every size up to its own; and a large text, byte by byte against the one."""
    text = shop.prose(round(megabytes * MB))
    size = os.path.getsize(text)
    cut = cuts(shop, text, [10 ** n for n in range(2, 10) if 10 ** n < 0.9 * size])
    large = shop.prose(round(large_megabytes * MB)) if large_megabytes > megabytes else None
    full = {'base': shop.annotate(text), **{str(each): shop.annotate(path) for each, path in cut.items()}}
    if large:
        full['large'] = shop.annotate(large)
        full['large'].seconds_most = 20
    seconds, _ = measured(shop, 'documents', full, dict.fromkeys(full, shop.annotate(shop.empty)))
    rows = [Row('documents/base', 'as one text', [size / MB / s for s in seconds['base']], 'MB/s')]
    for each, path in cut.items():
        rows.append(Row('documents/%d' % each, 'as {:,} documents of {}'.format(lines_of(path), bytes_text(each)),
                        ratios(seconds[str(each)], seconds['base']), '× time', LESS, DOCUMENT_BARS.get(each),
                        series='size of documents', x=each))
    return rows + (large_rows(os.path.getsize(large), size, seconds) if large else [])


def cuts(shop, text, sizes):
    """{size: path of the text as documents of that size}"""
    paths = {each: shop.path('documents-%d.jsonl' % each) for each in sizes}
    for each, path in paths.items():
        shop.apart(copies.cut_into_documents, text, path, each)
    return paths


def large_rows(large, size, seconds):
    times = [ratio * size / large for ratio in ratios(seconds['large'], seconds['base'])]
    return [Row('documents/large', 'one text of %s, a byte' % bytes_text(large), times, '× time', LESS,
                series='size of documents', x=large)]


def lines_of(path):
    with open(path, 'rb') as file:
        return sum(1 for _ in file)


def bytes_text(size):
    for unit, name in ((MB, 'MB'), (KB, 'KB')):
        if size >= unit:
            return '%.3g %s' % (size / unit, name)
    return '%d B' % size


# --- Density -----------------------------------------------------------------------------------------------------------------

DENSITIES = (0, 10, 20, 40)                          # annotations a KB that the generator is asked for


def density(shop, megabytes):
    texts = {str(d): shop.prose(round(megabytes * MB), d) for d in DENSITIES}
    full = {name: shop.annotate(path) for name, path in texts.items()}
    seconds, _ = measured(shop, 'density', full, dict.fromkeys(full, shop.annotate(shop.empty)))
    rows = []
    for name, path in texts.items():
        size, entities = os.path.getsize(path), shop.counts(path)['entities']
        found = entities / (size / KB)
        rows.append(Row('density/' + name, 'text with %.1f annotations a KB' % found, [size / MB / s for s in seconds[name]], 'MB/s', MORE,
                        series='annotations a KB', x=round(found, 2)))
    return rows
