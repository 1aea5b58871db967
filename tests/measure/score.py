#!/usr/bin/env python3
"""Scores the program on the gold sets: one table over all of them, or one set in detail.

    score.py --build FOLDER                                   the table; a figure is F1 × 100
    score.py --build FOLDER SET… [OPTION of the scorer…]      the scorer's own page on these sets: own --errors 20
    score.py --build FOLDER --json FILE                       also the scorer's figures of every set, as JSON

The sets are those of tests/gold/ and, where it is, of the shared folder. Without its scorer the figures are those of strict.py.
The program sees of a gold document its id, text, reference date and language, and nothing else.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

import shared

INPUT_KEYS = ('id', 'text', 'reference_date', 'language')


def predict(build, gold, predicted):
    """Annotates the documents of a gold set into the file `predicted`."""
    with tempfile.TemporaryFile() as stripped:
        with open(gold, encoding='utf-8') as file:
            for line in file:
                if line.strip():
                    document = json.loads(line)
                    kept = {k: document[k] for k in INPUT_KEYS if document.get(k) is not None}
                    stripped.write((json.dumps(kept) + '\n').encode())
        stripped.seek(0)
        with open(predicted, 'wb') as out:
            done = subprocess.run([os.path.join(build, 'dragoman'), 'annotate', '--jsonl', '-'], stdin=stripped, stdout=out,
                                  env=shared.environment(), check=False)
    if done.returncode not in (0, 1):
        sys.exit('score: dragoman ended with status %d on %s' % (done.returncode, gold))


def score(gold, predicted, options):
    done = subprocess.run([sys.executable, shared.scorer(), gold, predicted, *options], stdout=subprocess.PIPE, check=False)
    if done.returncode:
        sys.exit('score: the scorer ended with status %d on %s' % (done.returncode, gold))
    return done.stdout.decode('utf-8')


def rows_of(name, result):
    """The table's rows for one set: (set, what, gold, predicted, strict P R F1, relaxed F1, value F1)."""
    def percent(measure, key='f1'):
        return None if not measure or measure.get(key) is None else 100 * measure[key]
    for label, r in result['labels'].items():
        yield (name, label, r['gold'], r['predicted'], percent(r['strict'], 'precision'), percent(r['strict'], 'recall'),
               percent(r['strict']), percent(r['relaxed']), percent(r['value']))
    others = [('referents ' + k, m) for k, m in sorted((result.get('referents') or {}).items())]
    others += [('links Treaty', result.get('links'))]
    others += [('events ' + k, m) for k, m in sorted((result.get('events') or {}).items())]
    others += [('turns', result.get('turns'))]
    for what, measure in others:
        if measure:
            yield (name, what, None, None, percent(measure, 'precision'), percent(measure, 'recall'), percent(measure), None, None)


def print_table(rows):
    def cell(x, width):
        return ('%*s' % (width, '–')) if x is None else '%*.*f' % (width, 0 if isinstance(x, int) else 1, x)
    print('%-12s %-17s %6s %6s | %6s %6s %6s | %7s %6s' % ('set', '', 'gold', 'found', 'strict', '', '', 'relaxed', 'value'))
    print('%-12s %-17s %6s %6s | %6s %6s %6s | %7s %6s' % ('', '', '', '', 'P', 'R', 'F1', 'F1', 'F1'))
    last = None
    for name, what, gold, found, precision, recall, strict, relaxed, value in rows:
        print('%-12s %-17s %s %s | %s %s %s | %s %s' % (
            name if name != last else '', what, cell(gold, 6), cell(found, 6), cell(precision, 6), cell(recall, 6), cell(strict, 6),
            cell(relaxed, 7), cell(value, 6)))
        last = name


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False)
    parser.add_argument('--build', required=True)
    parser.add_argument('--json', metavar='FILE', help='write the figures of every set there')
    options, rest = parser.parse_known_args()
    sets = shared.need()
    asked = []
    while rest and not rest[0].startswith('-'):
        asked.append(rest.pop(0))
    unknown = [name for name in asked if name not in sets]
    if unknown:
        sys.exit('score: no set is named %s; there are: %s' % (', '.join(unknown), ' '.join(sets)))
    if rest and not asked:
        sys.exit('score: options of the scorer want a set before them: score briefings %s' % ' '.join(rest))

    results, rows = {}, []
    with tempfile.TemporaryDirectory() as folder:
        for name in asked or sets:
            predicted = os.path.join(folder, name + '.jsonl')
            predict(options.build, sets[name], predicted)
            if asked:
                print(('%s\n' % name if len(asked) > 1 else '') + score(sets[name], predicted, rest), end='')
            if not asked or options.json:
                results[name] = json.loads(score(sets[name], predicted, ['--json']))
                rows += rows_of(name, results[name])
    if not asked:
        print_table(rows)
    if options.json:
        with open(options.json, 'w', encoding='utf-8') as file:
            json.dump(results, file, indent=1, ensure_ascii=False)
            file.write('\n')
    return 0


if __name__ == '__main__':
    sys.exit(main())
