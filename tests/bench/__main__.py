"""Measures speed against things that anyone can install, and how the cost grows.

    bench [SECTION…] [--megabytes 100] [--runs 5] [--json FILE]

Sections: %(sections)s. Without one, all but %(later)s, which takes long; `all` is all of them.
Every figure is the median of the runs, with the least and the greatest beside it; programs that are compared take turns on one
core; a time is CPU time, user and system, less that of a run over an empty text. A bar that is not met is told, and is no error.
The result is kept in the build folder as bench/last.json, with a picture, bench/last.svg.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time

from . import measure, speed, sweeps, table
from .workshop import ROOT, Workshop

SECTIONS = {
    'speed': lambda shop, o: speed.rows(shop, o.megabytes),
    'rules': lambda shop, o: sweeps.rules(shop, o.sweep_megabytes),
    'names': lambda shop, o: sweeps.names(shop, o.sweep_megabytes),
    'documents': lambda shop, o: sweeps.documents(shop, o.sweep_megabytes, o.megabytes),
    'density': lambda shop, o: sweeps.density(shop, o.sweep_megabytes),
}
LATER = ('hostile',)


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
    options = parser.parse_args()
    unknown = [name for name in options.sections if name not in (*SECTIONS, 'all')]
    if unknown:
        parser.error('there is no section %s; there are %s, all' % (unknown[0], ', '.join(SECTIONS)))
    return options


def chosen(names):
    if 'all' in names:
        return list(SECTIONS)
    return [name for name in SECTIONS if name in names] if names else [name for name in SECTIONS if name not in LATER]


def about(options, core):
    """What the figures hold for."""
    version = subprocess.run(['git', '-C', ROOT, 'describe', '--always', '--dirty'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return {
        'schema': 'dragoman-bench/1', 'time': time.strftime('%Y-%m-%dT%H:%M:%S'), 'version': version.stdout.decode().strip(),
        'machine': '%s, %s' % (processor(), platform.platform()), 'core': core, 'runs': options.runs, 'seed': options.seed,
        'megabytes': options.megabytes, 'sweep_megabytes': options.sweep_megabytes,
    }


def processor():
    try:
        with open('/proc/cpuinfo', encoding='utf-8') as file:
            return next(line.partition(':')[2].strip() for line in file if line.startswith('model name'))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def run(options):
    """The result: what it holds for, and its rows."""
    result = about(options, measure.stay_on_one_core(options.core))
    rows = []
    with Workshop(options.build, options.runs, options.seed) as shop:
        for name in chosen(options.sections):
            found = SECTIONS[name](shop, options)
            print('\n'.join(table.lines(found)), flush=True)
            rows += found
    return dict(result, rows=[row.as_json() for row in rows])


def keep(result, options):
    folder = os.path.join(options.build, 'bench')
    os.makedirs(folder, exist_ok=True)
    for path in (os.path.join(folder, 'last.json'), options.json):
        if path:
            with open(path, 'w', encoding='utf-8') as file:
                json.dump(result, file, indent=1, ensure_ascii=False)
                file.write('\n')


def main():
    options = arguments()
    try:
        keep(run(options), options)
    except measure.Broken as reason:
        sys.exit('bench: %s' % reason)
    return 0


if __name__ == '__main__':
    sys.exit(main())
