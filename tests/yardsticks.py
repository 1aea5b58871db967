"""The benchmark itself: its arithmetic, the knowledge that it copies, how it compares, draws and reads a profile (bench/)."""

import json
import os
import re
import tempfile
import xml.etree.ElementTree

from bench import compare, copies, plot, profile, rows, table
from harness import Case, Failed, check

RULES = """# Rules to copy.
language en
stage    names

def Sign = Upper & !Roman

rule blocker/docket : Blocker
  match   docket '#'? [ Sign _ '-' _ Digits ]      # a comment
  within  sentence
  +  "see docket [QX-17] of that year"

rule blocker/desk : Blocker
  match   desk Number |
          bureau Number
  +  "at [desk twenty]"

rule blocker/phone : Blocker
  text    /(?:call|phone) (?<span>\\+\\d+\\/\\d+)/   # a comment
  +  "call [+41/22]"

evidence blocker/never : Blocker
  before  not
  weight  never
"""


def cases(context):
    yield Case('yardsticks/medians', check_medians)
    yield Case('yardsticks/table', check_table)
    yield Case('yardsticks/copied-rules', check_copied_rules)
    yield Case('yardsticks/copied-knowledge', lambda: check_copied_knowledge(context))
    yield Case('yardsticks/made-up-names', check_names)
    yield Case('yardsticks/documents', check_documents)
    yield Case('yardsticks/compare', check_compare)
    yield Case('yardsticks/picture', check_picture)
    yield Case('yardsticks/profile', check_profile)
    yield Case('yardsticks/five-thousand-names', lambda: check_committed_names(context))


def row(key, samples, better=rows.LESS, unit='s', **rest):
    return rows.Row(key, key, samples, unit, better, **rest)


# --- Figures -----------------------------------------------------------------------------------------------------------------


def check_medians():
    r = row('a/b', [3, 1, 2], bar=2)
    check((r.median, r.low, r.high, r.met) == (2, 1, 3, True), 'median 2 of 1 … 3 meets the bar 2')
    check(not row('a/b', [3, 1, 2], rows.MORE, bar=2.5).met, 'more is better: 2 is not 2.5')
    check(row('a/b', [1]).met is None, 'no bar')
    check(rows.ratios([2, 4, 6], [1, 2]) == [2, 2], 'ratios are taken round by round')
    back = rows.Row.from_json(json.loads(json.dumps(r.as_json())))
    check(back == r, 'a row comes back from JSON as it went: %s', back)


def check_table():
    lines = list(table.lines([row('a/one', [1.0, 1.5, 2.0], bar=1), row('b/two', [1234.5])]))
    check(lines[1].split() == ['a/one', '1.5', '1', '…', '2', 's', '≤', '1', 'NOT', 'met'], '%s', lines)
    check(lines[4].split() == ['b/two', '1,234', 's'], '%s', lines)


# --- Copies ------------------------------------------------------------------------------------------------------------------


def check_copied_rules():
    docket, desk, phone = copies.rules_of(RULES)
    check(docket.clauses == {'match': "docket '#'? [ Sign _ '-' _ Digits ]", 'within': 'sentence'}, '%s', docket.clauses)
    check("  match docket '#'? [ Sign _ '-' _ Digits ] zqxvcopy2\n" in copies.copied(docket, copies.TOKEN, 2), 'behind the brackets')
    check('  match [ desk Number | bureau Number ] zqxvcopy3\n' in copies.copied(desk, copies.TOKEN, 3), 'behind all alternatives')
    check('(?:(?:call|phone) (?<span>\\+\\d+\\/\\d+))[' in copies.copied(phone, copies.TEXT, 2), 'behind the whole expression')


def check_copied_knowledge(context):
    """Twice the rules, no errors, and the same bytes out."""
    sample = context.path('samples', 'briefing.txt')
    plain = context.dragoman('annotate', sample, data=context.root).out
    with tempfile.TemporaryDirectory() as folder:
        for kind in (copies.TOKEN, copies.TEXT):
            data = os.path.join(folder, kind)
            count = copies.knowledge_with_copies(context.root, data, kind, 2)
            check(context.dragoman('annotate', sample, data=data).out == plain, 'copied %s rules change what comes out', kind)
            checked = context.dragoman('check', data=data)
            check(checked.status == 0, '%s', checked.errors())
            more = rules_in(checked) - rules_in(context.dragoman('check', data=context.root))
            check(more == count > 0, '%d rules were copied, %d are there', count, more)


def rules_in(checked):
    """How many rules `check` speaks of."""
    return int(re.search(r'(\d+) rules', checked.errors() + checked.text())[1])


def check_names():
    with tempfile.TemporaryDirectory() as folder:
        text = os.path.join(folder, 'text')
        write(text, 'Ambassador Korvath met the Minister at Lisbon.')
        copies.names_folder(os.path.join(folder, 'names'), 500, text)
        with open(os.path.join(folder, 'names', 'made_up_name', 'entries.tsv'), encoding='utf-8') as file:
            label, header, *names = file.read().splitlines()
    check((label, header) == ('# label Organization', 'name'), '%s %s', label, header)
    check(len(set(names)) == 500 and all(len(name.split()) == 2 for name in names), '%s', names[:9])
    check(any(name.startswith(('Ambassador ', 'Korvath ', 'Lisbon ')) for name in names), 'some begin as words of the text do')


def check_documents():
    text = 'one two three\nfour fünf six ' + 'x' * 50 + ' end'
    with tempfile.TemporaryDirectory() as folder:
        source, target = os.path.join(folder, 'text'), os.path.join(folder, 'lines')
        write(source, text)
        for size in (10, 20, 1000):
            count = copies.cut_into_documents(source, target, size)
            with open(target, encoding='utf-8') as file:
                documents = [json.loads(line) for line in file]
            check(''.join(d['text'] for d in documents) == text, 'documents of %d bytes are the text: %s', size, documents)
            check(len({d['id'] for d in documents}) == count == len(documents), 'every document has an id')


def write(path, text):
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)


def check_committed_names(context):
    with open(context.path('tests', 'bench', 'names.txt'), encoding='utf-8') as file:
        names = file.read().splitlines()
    check(len(names) == len(set(names)) == 5000 and all(names), 'the yardstick stands still')


# --- Results -----------------------------------------------------------------------------------------------------------------


def result(*found, **about):
    return {'schema': 'dragoman-bench/1', 'megabytes': 1, 'sweep_megabytes': 1, 'seed': 1, 'machine': 'a', 'text': 't', 'runs': 3,
            'rows': [r.as_json() for r in found], **about}


def check_compare():
    old = result(row('a/slower', [1.0, 1.1, 1.2]), row('a/faster', [10, 11], rows.MORE, 'MB/s'), row('a/same', [1, 2]),
                 row('a/yardstick', [1], rows.NEITHER), row('a/ratio', [1, 1], unit='×'))
    new = result(row('a/slower', [1.3, 1.4]), row('a/faster', [20, 21], rows.MORE, 'MB/s'), row('a/same', [1.9, 3]),
                 row('a/yardstick', [9], rows.NEITHER), row('a/ratio', [2, 2], unit='×'))
    lines, worse = compare.compare(old, new)
    check(worse == 2 and [line.split()[0] for line in lines] == ['worse', 'better', 'worse', '5'], '%s', lines)
    lines, worse = compare.compare(old, dict(new, machine='b'))
    check(worse == 1 and 'another machine' in lines[0], 'elsewhere, only ratios are compared: %s', lines)
    check(compare.compare(old, old)[1] == 0, 'nothing is worse than itself')
    try:
        compare.compare(old, dict(new, megabytes=2))
    except compare.Unlike as reason:
        check('megabytes' in str(reason), '%s', reason)
    else:
        raise Failed('texts of two sizes are compared')


def check_picture():
    found = [row('speed/pipeline', [5, 6], rows.MORE, 'MB/s'), row('speed/wc', [200], rows.NEITHER, 'MB/s'),
             row('speed/x & <y>', [0.1], rows.MORE, '×', bar=0.2),
             row('rules/token-3', [1.1], unit='× time', series='token rules', x=3),
             row('rules/token-10', [1.5], unit='× time', bar=1.3, series='token rules', x=10),
             row('names/9', [1.0], unit='× time', series='names added', x=1000),
             row('hostile/a', [2, 2.1], unit='× time', bar=2.3)]
    drawn = xml.etree.ElementTree.fromstring(plot.svg(result(*found)))
    titles = [e.text for e in drawn.iter('{http://www.w3.org/2000/svg}text') if e.get('class') == 'title']
    check(titles == ['Speed', 'How near each bar is', 'More token rules', 'More names', 'Hostile texts: twice the size'], '%s', titles)
    xml.etree.ElementTree.fromstring(plot.svg(result(row('density/0', [0], rows.MORE, 'MB/s', series='annotations a KB', x=0))))


CALLGRIND = """events: Ir
ob=/build/dragoman
fl=../extractor/extract.c
fn=drg_annotate
10 5
cfn=drg_tokenize
calls=1 20
11 130

fl=../extractor/text/tokens.c
fn=drg_tokenize
20 100
fi=../extractor/lexicon/words.h
7 20
fe=../extractor/text/tokens.c
21 10
cob=/lib/libc.so.6
cfn=memcpy
calls=2 1
22 40

ob=/lib/libc.so.6
fl=???
fn=memcpy
0 40
"""


def check_profile():
    found = profile.parse(CALLGRIND.splitlines(keepends=True))
    folders = dict(profile.grouped(found.own, profile.folder))
    check(folders == {'text': 110, 'libc': 40, 'lexicon': 20, 'extract.c': 5}, '%s', folders)
    check(profile.steps(found) == [('drg_tokenize', 130)], '%s', found.calls)
    check(found.total == 175, 'each instruction once')
