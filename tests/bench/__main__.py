"""Measures speed against things that anyone can install, and how the cost grows.

    bench [SECTION…] [--megabytes 100] [--runs 5] [--json FILE]
    bench --compare OLD.json [SECTION…]      runs as OLD.json was run, and says what became better or worse
    bench --compare OLD.json NEW.json        compares, and runs nothing

Sections: %(sections)s. Without one, all but %(later)s, which takes long; `all` is all of them.
Every figure is the median of the runs, with the least and the greatest beside it; programs that are compared take turns on one
core; a time is CPU time, user and system, less that of a run over an empty text.

The result is kept in the build folder: bench/last.json, bench/last.svg, and once more under the time of day.
Exit status: 0, be the bars met or not; 1 if something became worse; 2 if nothing could be measured or compared.
"""

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
import time

from . import compare, growth, measure, plot, speed, start, sweeps, table
from .workshop import MB, ROOT, Workshop

SECTIONS = {
    'speed': lambda shop, o: speed.rows(shop, o.megabytes),
    'start': lambda shop, o: start.rows(shop),
    'rules': lambda shop, o: sweeps.rules(shop, o.sweep_megabytes),
    'names': lambda shop, o: sweeps.names(shop, o.sweep_megabytes),
    'documents': lambda shop, o: sweeps.documents(shop, o.sweep_megabytes, o.megabytes),
    'density': lambda shop, o: sweeps.density(shop, o.sweep_megabytes),
    'hostile': lambda shop, o: growth.rows(shop),
}
LATER = ('hostile',)
AS_BEFORE = ('megabytes', 'sweep_megabytes', 'runs', 'seed')     # what a run takes from the result that it is compared with

# --- Options -------------------------------------------------------------------------------------------------------------------


def arguments():
    text = __doc__ % {'sections': ', '.join(SECTIONS), 'later': ', '.join(LATER)}
    parser = argparse.ArgumentParser(prog='./dev bench', description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('sections', nargs='*', metavar='SECTION')
    parser.add_argument('--build', required=True, help=argparse.SUPPRESS)
    parser.add_argument('--megabytes', type=float, default=100, help='of the text of section speed (%(default)s)')
    parser.add_argument('--sweep-megabytes', type=float, default=10, help='of the text of the other sections (%(default)s)')
    parser.add_argument('--runs', type=int, default=5, help='rounds (%(default)s)')
    parser.add_argument('--seed', type=int, default=1, help='of the text (%(default)s)')
    parser.add_argument('--core', type=int, help='that everything runs on (the last)')
    parser.add_argument('--json', metavar='FILE', help='write the result there, too')
    parser.add_argument('--compare', nargs='+', metavar='RESULT', help='OLD.json, or OLD.json and NEW.json')
    options = parser.parse_args()
    results = [name for name in options.compare or () if name.endswith('.json')]
    options.sections += [name for name in options.compare or () if name not in results]
    if options.compare and len(results) not in (1, 2):
        parser.error('--compare takes one or two results (FILE.json)')
    unknown = [name for name in options.sections if name not in (*SECTIONS, 'all')]
    if unknown:
        parser.error('there is no section %s; there are %s, all' % (unknown[0], ', '.join(SECTIONS)))
    if options.runs < 1 or min(options.megabytes, options.sweep_megabytes) < 0.1:
        parser.error('one run, and a tenth of a megabyte, is the least')
    options.compare = results
    return options


def chosen(names):
    if 'all' in names:
        return list(SECTIONS)
    return [name for name in SECTIONS if name in names] if names else [name for name in SECTIONS if name not in LATER]


def take_settings(options, old):
    """So that the two can be compared: the sizes of the older result, and its sections where none is asked for."""
    for key in AS_BEFORE:
        setattr(options, key, old[key])
    if not options.sections:
        options.sections = list(dict.fromkeys(row['key'].partition('/')[0] for row in old['rows']))


# --- Running -------------------------------------------------------------------------------------------------------------------


def run(options):
    """The result: what it holds for, and its rows."""
    result, rows = about(options, measure.stay_on_one_core(options.core)), []
    with Workshop(options.build, options.runs, options.seed) as shop:
        result['text'] = digest(shop.prose(MB))
        for name in chosen(options.sections):
            found = SECTIONS[name](shop, options)
            print('\n'.join(table.lines(found)), flush=True)
            rows += found
    return dict(result, rows=[row.as_json() for row in rows])


def about(options, core):
    """What the figures hold for."""
    version = subprocess.run(['git', '-C', ROOT, 'describe', '--always', '--dirty'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return {
        'schema': 'dragoman-bench/1', 'time': time.strftime('%Y-%m-%dT%H-%M-%S'), 'version': version.stdout.decode().strip(),
        'machine': '%s, %s' % (processor(), platform.platform()), 'core': core,
        **{key: getattr(options, key) for key in AS_BEFORE},
    }


def processor():
    try:
        with open('/proc/cpuinfo', encoding='utf-8') as file:
            return next(line.partition(':')[2].strip() for line in file if line.startswith('model name'))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def digest(path):
    """Tells texts apart: the generator may change."""
    with open(path, 'rb') as file:
        return hashlib.sha256(file.read()).hexdigest()[:16]


def keep(result, options):
    folder = os.path.join(options.build, 'bench')
    os.makedirs(folder, exist_ok=True)
    data, picture = json.dumps(result, indent=1, ensure_ascii=False) + '\n', plot.svg(result)
    files = {options.json: data} if options.json else {}
    for name in ('last', result['time']):
        files[os.path.join(folder, name + '.json')] = data
        files[os.path.join(folder, name + '.svg')] = picture
    for path, text in files.items():
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
    print('kept: %s, last.svg' % os.path.relpath(os.path.join(folder, 'last.json')))


def main():
    options = arguments()
    if len(options.compare) == 2:
        return compare.print_comparison(*map(compare.read, options.compare))
    old = compare.read(options.compare[0]) if options.compare else None
    if old:
        take_settings(options, old)
    result = run(options)
    keep(result, options)
    return compare.print_comparison(old, result) if old else 0


if __name__ == '__main__':
    try:
        sys.exit(main())
    except (measure.Broken, compare.Unlike) as reason:
        print('bench: %s' % reason, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
