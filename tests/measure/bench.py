#!/usr/bin/env python3
"""Measures speed: CPU time of `dragoman annotate FILE > JSON` beside that of `LC_ALL=C.UTF-8 wc -w FILE`, on one core.

    bench.py --build FOLDER [--megabytes 20] [--runs 5] [RESULT.json]

FILE repeats all texts of the gold sets in turn (without them: the samples). A time is user + system, less that of a run over an
empty file; program, word count and empty runs take turns, and the median of each counts. `ratio` is wc's time by ours: 0.10 means that
annotating takes ten times as long as counting words.
"""

import argparse
import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

import shared


def texts():
    """(what they are, the texts): of the gold sets, or of the samples."""
    sets = shared.gold_sets()
    if sets:
        lines = (line for path in sets.values() for line in open(path, encoding='utf-8'))
        return 'gold sets', [json.loads(line)['text'] for line in lines if line.strip()]
    folder = os.path.join(shared.ROOT, 'samples')
    found = []
    for name in sorted(os.listdir(folder)):
        if name.endswith('.txt'):
            with open(os.path.join(folder, name), encoding='utf-8') as file:
                found.append(file.read())
    return 'samples', found


def write_corpus(path, megabytes):
    what, all_texts = texts()
    size = 0
    with open(path, 'wb') as file:
        for text in itertools.cycle(all_texts):
            data = text.encode('utf-8') + b'\n\n'
            file.write(data)
            size += len(data)
            if size >= megabytes * 1_000_000:
                return what, size


def one_core():
    if hasattr(os, 'sched_setaffinity'):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def measure(arguments, out, environment):
    """CPU seconds (user, system), peak bytes."""
    with open(out, 'wb') as file:
        process = subprocess.Popen(arguments, stdout=file, env=environment, preexec_fn=one_core)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit('bench: %s ended with status %d' % (' '.join(arguments), process.returncode))
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--build', required=True)
    parser.add_argument('--megabytes', type=float, default=20)
    parser.add_argument('--runs', type=int, default=5)
    parser.add_argument('result', nargs='?', help='write the figures there, too')
    options = parser.parse_args()
    if not shutil.which('wc'):
        sys.exit('bench: there is no wc')
    program = os.path.join(options.build, 'dragoman')
    with tempfile.TemporaryDirectory() as folder:
        corpus, empty, out = (os.path.join(folder, n) for n in ('corpus.txt', 'empty.txt', 'out'))
        what, size = write_corpus(corpus, options.megabytes)
        open(empty, 'wb').close()
        runs = {
            'dragoman': [program, 'annotate', corpus],
            'dragoman_empty': [program, 'annotate', empty],
            'wc': ['wc', '-w', corpus],
            'wc_empty': ['wc', '-w', empty],
        }
        environment = dict(shared.environment(), LC_ALL='C.UTF-8')
        times, peaks, output_size = {name: [] for name in runs}, {name: 0 for name in runs}, 0
        for _ in range(options.runs):
            for name, arguments in runs.items():
                seconds, peak = measure(arguments, out, environment)
                times[name].append(seconds)
                peaks[name] = max(peaks[name], peak)
                if name == 'dragoman':
                    output_size = os.path.getsize(out)
    median = {name: statistics.median(values) for name, values in times.items()}
    ours = max(median['dragoman'] - median['dragoman_empty'], 1e-6)
    counting = max(median['wc'] - median['wc_empty'], 1e-6)
    result = {
        'ratio': round(counting / ours, 4), 'texts': what, 'bytes': size, 'output_bytes': output_size, 'runs': options.runs,
        'dragoman_seconds': round(ours, 3), 'wc_seconds': round(counting, 3), 'empty_run_seconds': round(median['dragoman_empty'], 3),
        'megabytes_a_second': round(size / 1e6 / ours, 2), 'peak_bytes': peaks['dragoman'], 'empty_peak_bytes': peaks['dragoman_empty'],
        'all_seconds': times,
    }
    print('ratio %.3f of wc -w   (%.2f s for %.1f MB: %.1f MB/s; wc -w %.3f s; an empty run %.3f s; peak %.0f MB, empty %.0f MB; %s)' % (
        result['ratio'], ours, size / 1e6, result['megabytes_a_second'], counting, median['dragoman_empty'],
        peaks['dragoman'] / 1e6, peaks['dragoman_empty'] / 1e6, what))
    if options.result:
        with open(options.result, 'w', encoding='utf-8') as file:
            json.dump(result, file, indent=1)
            file.write('\n')
    return 0


if __name__ == '__main__':
    sys.exit(main())
