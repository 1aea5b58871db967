"""Two results side by side: what became better, what became worse.

A figure has changed if the ranges of its runs do not overlap and the medians are further apart than LEAST. On another machine only
ratios can be compared: a program there is not faster, the machine is.
"""

import json
import sys

from .rows import MORE, Row
from .table import number

LEAST = 0.03
OF_THE_MACHINE = ('MB/s', 'million/s', 's', 'ms')
MUST_AGREE = ('schema', 'megabytes', 'sweep_megabytes', 'seed')


class Unlike(Exception):
    """The results say nothing of one another."""


def read(path):
    try:
        with open(path, encoding='utf-8') as file:
            result = json.load(file)
    except OSError as reason:
        raise Unlike('%s: %s' % (path, reason.strerror)) from reason
    except ValueError as reason:
        raise Unlike('%s: this is no JSON, and so no result of ./dev bench: %s' % (path, reason)) from reason
    if not isinstance(result, dict) or 'rows' not in result:
        raise Unlike('%s: this is no result of ./dev bench' % path)
    return result


def changed(old, new):
    """How a row changed: 'better', 'worse', or '' if it stayed as it was or is no matter of better and worse."""
    apart = old.high < new.low or new.high < old.low
    if not new.better or not apart or abs(new.median - old.median) <= LEAST * abs(old.median):
        return ''
    return 'better' if (new.median > old.median) == (new.better == MORE) else 'worse'


def compare(old, new):
    """(lines for people, how many figures became worse)."""
    for key in MUST_AGREE:
        if old.get(key) != new.get(key):
            raise Unlike('%s is %s in the older result and %s in the newer one' % (key, old.get(key), new.get(key)))
    lines, worse, compared = notes(old, new), 0, 0
    before = {row['key']: Row.from_json(row) for row in old['rows']}
    for row in map(Row.from_json, new['rows']):
        if row.key not in before or (row.unit in OF_THE_MACHINE and elsewhere(old, new)):
            continue
        compared += 1
        verdict = changed(before[row.key], row)
        if verdict:
            lines.append(line(verdict, before[row.key], row))
            worse += verdict == 'worse'
    lines.append('%d figures compared, %d became worse' % (compared, worse))
    return lines, worse


def elsewhere(old, new):
    return old.get('machine') != new.get('machine')


def notes(old, new):
    found = []
    if elsewhere(old, new):
        found.append('note: another machine: only ratios are compared')
    if old.get('text') != new.get('text'):
        found.append('note: another text: the generator has changed since')
    missing = {row['key'] for row in old['rows']} ^ {row['key'] for row in new['rows']}
    if missing:
        found.append('note: in one of the two only: %s' % ', '.join(sorted(missing)))
    return found


def line(verdict, old, new):
    name = '%s: %s' % (new.section, new.what.strip())
    return '%-6s  %s → %s %s  (%+.0f %%)  %s' % (verdict, number(old.median), number(new.median), new.unit,
                                                100 * (new.median / old.median - 1) if old.median else 0, name)


def print_comparison(old, new):
    """The exit status: 1 if something became worse."""
    lines, worse = compare(old, new)
    print('\n'.join(lines))
    sys.stdout.flush()
    return 1 if worse else 0
