#!/usr/bin/env python3
"""Makes a line of a gold set from a text whose mentions stand in brackets, as `dragoman show` writes them; and checks gold sets.

    brackets.py [--date DAY] FILE… >> tests/gold/own.jsonl      a document a file; its id is the file's name
    brackets.py --check GOLD.jsonl…                             are the offsets those of the words, the labels and ids right?

    [Japan Country.name=JPN] signed the [Treaty of Oslo Treaty.name=oslo] in [1911 Date.DATE=1911]

Behind the words come a space, the label, a dot and the form, and = with the value; form and value may be left out. Brackets may
stand in brackets. `ignore` in place of a label: what is found there is neither right nor wrong. `\\[` is a bracket of the text.
The labels that are annotated in full are LABELS; mentions of others are left out.
"""

import argparse
import json
import os
import re
import sys

LABELS = ['Country', 'Person', 'Date', 'Treaty', 'Provision', 'Resolution']
MARK = re.compile(r' (?P<label>ignore|[A-Z]\w*)(?:\.(?P<form>\w+))?(?:[=→](?P<value>[^\[\]]+))?\]')


def document(id_, marked, day=None):
    """The gold document of a text with brackets. Raises ValueError."""
    text, opened, entities, ignored, at = '', [], [], [], 0
    while at < len(marked):
        mark = MARK.match(marked, at) if opened else None
        if marked[at] == '\\' and marked[at + 1:at + 2] in ('[', ']'):
            text, at = text + marked[at + 1], at + 2
        elif marked[at] == '[':
            opened.append(len(text))
            at += 1
        elif mark:
            start = opened.pop()
            words = {'start': start, 'end': len(text), 'text': text[start:]}
            if mark['label'] == 'ignore':
                ignored.append({'start': start, 'end': len(text)})
            elif mark['label'] in LABELS:
                entities.append({**words, **{k: v for k, v in mark.groupdict().items() if v}})
            at = mark.end()
        elif marked[at] == ']':
            raise ValueError('%s: no label stands before the bracket that closes …%s]' % (id_, marked[max(0, at - 40):at]))
        else:
            text, at = text + marked[at], at + 1
    if opened:
        raise ValueError('%s: a bracket is not closed: [%s…' % (id_, text[opened[-1]:opened[-1] + 40]))
    made = {'id': id_, 'source': 'written for Dragoman', 'text': text, 'labels': LABELS,
            'entities': sorted(entities, key=lambda e: (e['start'], -e['end'])), 'ignore': ignored}
    return {**made, 'reference_date': day} if day else made


def problems(path):
    """What is wrong in a gold set, a line each."""
    seen = set()
    with open(path, encoding='utf-8') as file:
        for number, line in enumerate(file, 1):
            try:
                gold = json.loads(line)
                if gold['id'] in seen:
                    yield '%s:%d: the id %s stands twice' % (path, number, gold['id'])
                seen.add(gold['id'])
                for e in gold['entities']:
                    if not 0 <= e['start'] < e['end'] or gold['text'][e['start']:e['end']] != e['text'] or e['text'] != e['text'].strip():
                        yield '%s:%d: %s: %d-%d is not %r' % (path, number, gold['id'], e['start'], e['end'], e['text'])
                    if e['label'] not in gold['labels']:
                        yield '%s:%d: %s: %r has the label %s, which "labels" does not name' % (path, number, gold['id'], e['text'], e['label'])
            except (ValueError, KeyError, TypeError) as error:
                yield '%s:%d: not a gold document: %r' % (path, number, error)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('files', nargs='+', metavar='FILE')
    parser.add_argument('--check', action='store_true', help='check gold sets')
    parser.add_argument('--date', metavar='DAY', help='the reference date of the documents, YYYY-MM-DD')
    options = parser.parse_args()
    if options.check:
        wrong = [problem for path in options.files for problem in problems(path)]
        sys.exit('\n'.join(wrong) or 0)
    for path in options.files:
        with open(path, encoding='utf-8') as file:
            try:
                made = document(os.path.splitext(os.path.basename(path))[0], file.read(), options.date)
            except ValueError as error:
                sys.exit('brackets: %s' % error)
        print(json.dumps(made, ensure_ascii=False))


if __name__ == '__main__':
    main()
