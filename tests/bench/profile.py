"""`./dev profile [FILE]`: where the time goes, by folder of extractor/, by step of extract.c, and by function.

    profile [FILE] [--megabytes 2] [--top 25]

Counts instructions under valgrind's callgrind: the same figures on every run, on a busy machine too. Only what happens within
drg_annotate and drg_write_json_with counts; reading the knowledge does not. Inlined functions belong to the file in which they stand.
An instruction is no unit of time: what waits for memory costs more than it shows. Without FILE, made-up prose is read.
"""

import argparse
import collections
import os
import re
import subprocess
import sys

from .table import number
from .workshop import MB, Workshop

COUNTED = ('drg_annotate', 'drg_write_json_with')
LIBRARIES = ('libpcre2', 'libc.', 'libc-', 'libm.', 'libutf8proc', 'libstemmer', 'libcjson', 'ld-linux')

# --- What callgrind writes -----------------------------------------------------------------------------------------------------


class Profile:
    """Instructions, each once, by (object, file, function); and of calls out of a function, with all that they led to."""

    def __init__(self):
        self.own = collections.Counter()             # (object, file of the line, function)
        self.calls = collections.Counter()           # (file of the caller, function called)

    @property
    def total(self):
        return sum(self.own.values())


def parse(lines):
    """Reads callgrind's format, written without compression: where the next costs belong, then lines of `position cost`.

        ob=/…/dragoman
        fl=../extractor/text/tokens.c        fn=drg_tokenize
        117 4200                             4200 instructions in line 117
        fi=../extractor/text/characters.h    of what follows, the line stands there: it was inlined
        31 900
        cfn=drg_lines   calls=1 20           the next line is the cost of a call: it is counted where it is spent
        120 77000
    """
    profile, where, called = Profile(), {}, None
    for line in lines:
        key, equals, value = line.rstrip('\n').partition('=')
        if line[0].isdigit():
            cost = int(line.split()[1])
            if called:
                profile.calls[where['fl'], called] += cost
            else:
                profile.own[where['ob'], where['fi'], where['fn']] += cost
            called = None
        elif not equals:
            continue
        elif key == 'fl':
            where.update(fl=value, fi=value)
        elif key in ('fi', 'fe'):
            where['fi'] = value
        elif key in ('ob', 'fn'):
            where[key] = value
        elif key == 'cfn':
            callee = value
        elif key == 'calls':
            called = callee
    return profile


# --- Whose it is ---------------------------------------------------------------------------------------------------------------


def inside(path):
    """The path within extractor/, or ''."""
    return path.rpartition('extractor/')[2] if 'extractor/' in path else ''


def folder(place):
    """text, lexicon, …; extract.c and its neighbours under their own names; else the library, by the start of its name."""
    binary, file, function = place
    if inside(file):
        return inside(file).partition('/')[0]
    name = os.path.basename(binary)
    if name == '???':
        return 'code made at run time (PCRE2)'
    return next((library.rstrip('.-') for library in LIBRARIES if name.startswith(library)), name)


def grouped(own, name):
    sums = collections.Counter()
    for place, cost in own.items():
        sums[name(place)] += cost
    return sums.most_common()


def function_name(place):
    binary, file, function = place
    name = re.sub(r"'\d+$|\.(isra|part|constprop|cold)[.\d]*", '', function)
    return '%s  (%s)' % (name, inside(file) or folder(place))


def steps(profile):
    """What the calls in extract.c and view.c led to: the steps in their order of cost."""
    sums = collections.Counter()
    for (file, called), cost in profile.calls.items():
        if inside(file) == 'extract.c':
            sums[called] += cost
    written = sum(cost for (_, called), cost in profile.calls.items() if called == 'drg_write_json_with')
    if written:
        sums['drg_write_json_with'] = written
    return [(name, cost) for name, cost in sums.most_common() if name not in ('drg_annotate', 'extract')]


# --- The command -----------------------------------------------------------------------------------------------------------------


def callgrind(shop, text):
    out = shop.path('callgrind.out')
    command = ['valgrind', '--quiet', '--tool=callgrind', '--callgrind-out-file=' + out, '--compress-strings=no', '--compress-pos=no',
               *('--toggle-collect=' + name for name in COUNTED), shop.program, 'annotate', text]
    with open(shop.path('out'), 'wb') as output:
        status = subprocess.run(command, stdout=output, env=dict(os.environ, DRAGOMAN_DATA=shop.data)).returncode
    if status:
        sys.exit('profile: valgrind ended with status %d' % status)
    with open(out, encoding='utf-8', errors='replace') as lines:
        return parse(lines)


def print_table(title, sums, total, size):
    print('%-52s %7s  %s' % (title, 'share', 'instructions a byte'))
    for name, cost in sums:
        if cost >= total / 1000:
            print('%-52s %6.1f%%  %s' % (name, 100 * cost / total, number(cost / size)))
    print()


def main():
    parser = argparse.ArgumentParser(prog='./dev profile', description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('file', nargs='?', help='text, or FILE.jsonl')
    parser.add_argument('--build', required=True, help=argparse.SUPPRESS)
    parser.add_argument('--megabytes', type=float, default=2, help='of made-up prose (%(default)s)')
    parser.add_argument('--top', type=int, default=25, help='functions that are shown (%(default)s)')
    parser.add_argument('--seed', type=int, default=1, help='of the text (%(default)s)')
    options = parser.parse_args()
    if options.file and not os.path.isfile(options.file):
        parser.error('%s is no file' % options.file)
    with Workshop(options.build, 1, options.seed) as shop:
        text = options.file or shop.prose(round(options.megabytes * MB))
        size, profile = max(os.path.getsize(text), 1), callgrind(shop, text)
    total = max(profile.total, 1)
    print('%s instructions for %s bytes\n' % (number(total), number(size)))
    print_table('by folder', grouped(profile.own, folder), total, size)
    print_table('by step, with all that it calls', steps(profile), total, size)
    print_table('by function', grouped(profile.own, function_name)[:options.top], total, size)
    return 0


if __name__ == '__main__':
    sys.exit(main())
