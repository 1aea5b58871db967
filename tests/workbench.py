"""The workbench: show, try and diff, by which people see what rules do."""

import contextlib
import html.parser
import json
import os
import re
import select
import shutil
import signal
import subprocess
import tempfile
import time

from harness import Case, Skip, check, show

TEXT = 'Japan signed the Treaty on Goods with France.\n\nFrance left.\n'
ANNOTATE_LINE = {'id': 'a', 'text': TEXT}


def cases(context):
    small = context.over(context.small)
    for name, test in sorted(globals().items()):
        if name.startswith('test_'):
            yield Case('workbench/' + name[len('test_'):].replace('_', '-'), lambda test=test: test(small))


def expect(outcome, status, *told):
    """The exit status, and words that standard error has to hold."""
    check(outcome.status == status, 'exit status %d, not %d\nstderr: %s\nstdout: %s', outcome.status, status,
          show(outcome.errors()), show(outcome.out))
    for word in told:
        check(word in outcome.errors(), 'the message does not say %r: %s', word, show(outcome.errors()))


def holds(text, *parts):
    for part in parts:
        check(part in text, 'there is no %r in:\n%s', part, show(text, 3000))


@contextlib.contextmanager
def folder_of(**files):
    """A folder with these files; a name's __ is a dot, its ___ a slash."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            path = os.path.join(folder, name.replace('___', '/').replace('__', '.'))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'wb') as file:
                file.write(data if isinstance(data, bytes) else data.encode())
        yield folder


def test_full_disk_is_told(context):
    if not os.path.exists('/dev/full'):
        raise Skip('there is no /dev/full')
    for arguments in (['show', '-'], ['show', '--html', '-'], ['try', '[ Cap ]', '-'], ['diff', context.small, context.small, '-'],
                      ['diff', '--json', context.small, context.root, '-']):
        with open('/dev/full', 'wb') as full, tempfile.TemporaryFile() as told:
            feed = subprocess.Popen(['printf', 'Japan signed the Treaty on Goods with Norway in 1999.'], stdout=subprocess.PIPE)
            status = subprocess.run([context.program, *arguments], stdin=feed.stdout, stdout=full, stderr=told, env=context.environment, check=False).returncode
            feed.stdout.close()
            feed.wait()
            told.seek(0)
            errors = told.read()
        check(status == 1 and b'cannot write to standard output: No space left on device' in errors, '%s: %d %s', arguments, status, errors)


# --- show ----------------------------------------------------------------------------------------------------------------

def test_show_in_brackets(context):
    outcome = context.dragoman('show', '-', stdin=TEXT.encode())
    expect(outcome, 0)
    holds(outcome.text(), '[Japan Country=JPN] signed the [', '[France Country=FRA] left.\n\n0-5 ')
    check(re.search(r'^0-5 +Japan +Country\.name +JPN', outcome.text(), re.M), '%s', outcome.text())


def test_show_nests(context):
    outcome = context.over(context.root).dragoman('show', '-', stdin=b'the Charter of the United Nations')
    holds(outcome.text(), '[Charter of the [United Nations Organization=un] Treaty=un-charter]')
    coloured = context.over(context.root).dragoman('show', '--color', 'always', '-', stdin=b'the Charter of the United Nations')
    check(plain(coloured.text().split('\n\n')[1]) == 'the [Charter of the United Nations]', '%r', coloured.text())


def plain(text):
    return re.sub('\033\\[[0-9;]*m', '', text)


def test_show_colours(context):
    coloured = context.dragoman('show', '--color', 'always', '-', stdin=TEXT.encode()).text()
    codes = re.findall('\033\\[(0;38;5;16;48;5;\\d+)m(?:Japan|France)', coloured)
    check(len(codes) == 3 and len(set(codes)) == 1, 'a label has one colour: %r', coloured)
    holds(plain(coloured), ' Country  3')
    check(TEXT.replace('[', '').split() == plain(coloured).replace('[', '').replace(']', '').split('\n\n', 1)[1].split()[:len(TEXT.split())],
          'the text does not stand as it was: %r', plain(coloured))
    for option in ('never', 'auto'):
        check('\033' not in context.dragoman('show', '--color', option, '-', stdin=TEXT.encode()).text(), 'colours with %s', option)
    expect(context.dragoman('show', '--color', 'red', '-'), 2, 'auto, always or never')


def test_show_keeps_control_characters_off_the_terminal(context):
    for option in ('never', 'always'):
        out = context.dragoman('show', '--color', option, '-', stdin=b'a\x1b[2J Japan\r\n\x9b\x07\xe6\x97\xa5 \xff\x00\xc2\x9bFrance').text()
        check(not re.search('[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f]', out) and '\033[2J' not in out, '%r', out)
        holds(out, 'a\ufffd[2J')


def test_show_label_filters(context):
    out = context.dragoman('show', '--label', 'Country', '-', stdin=TEXT.encode()).text()
    holds(out, 'signed the Treaty on Goods with [France Country=FRA].')
    check('Treaty.' not in out, '%s', out)
    expect(context.dragoman('show', '--label', 'Contry', '-', stdin=b''), 2, "no label 'Contry'; did you mean 'Country'?")
    expect(context.dragoman('show', '--label', 'Xyz', '-', stdin=b''), 2, "no label 'Xyz'; there are: Country, ")
    expect(context.dragoman('show', '--label', 'Treaty.name', '-', stdin=b''), 2, 'without a form')


def test_show_several_documents_and_a_bad_one(context):
    outcome = context.dragoman('show', '--jsonl', '-', stdin=b'{"id":"x","text":"Japan"}\nnonsense\n{"id":"y","text":""}\n')
    expect(outcome, 1, '-:2:')
    holds(outcome.text(), '── x ──', '── y ──', 'nothing was found')


class Page(html.parser.HTMLParser):
    """A page as a reader takes it: the text of each document, its marks, and whether tags are closed in order."""
    EMPTY = {'meta', 'br', 'link'}

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.open, self.texts, self.marks, self.tags = [], [], [], set()
        self.feed(page)
        self.close()
        check(not self.open, 'not closed: %s', self.open)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.add(tag)
        if tag in self.EMPTY:
            return
        self.open.append((tag, attributes.get('class') == 'text'))
        if attributes.get('class') == 'text':
            self.texts.append('')
        if tag == 'mark' and 'id' in attributes:
            self.marks.append(dict(attributes, start=len(self.texts[-1]), document=len(self.texts) - 1))
            self.open[-1] = (tag, len(self.marks) - 1)

    def handle_endtag(self, tag):
        check(self.open and self.open[-1][0] == tag, '</%s> closes %s', tag, self.open[-1:])
        tag, mark = self.open.pop()
        if tag == 'mark' and type(mark) is int:
            self.marks[mark]['end'] = len(self.texts[-1])

    def handle_data(self, data):
        if any(is_text is True for _, is_text in self.open):
            self.texts[-1] += data


def page_of(context, *documents):
    lines = ''.join(json.dumps(d) + '\n' for d in documents)
    outcome = context.dragoman('show', '--html', '--jsonl', '-', stdin=lines.encode())
    expect(outcome, 0)
    return outcome.text()


HOSTILE = [TEXT, '', '<script>alert(1)</script> Japan & "France" \'Japan\' --> </div></body> &lt;', 'a\r\nJapan\rb\tc\n\n\nFrance\n',
           'שלום Japan עולם \u202e France \u2066 x', '\x00\x07\x1b[31mJapan\x7f\x9b \ufffe 日本 \U0001f600 Japan', '<' * 2000]


def test_html_is_the_text_and_all_annotations(context):
    for over in (context, context.over(context.root)):
        documents = [{'id': '<b>&"%d' % i, 'text': text} for i, text in enumerate(HOSTILE)]
        found = over.annotate_lines(documents)
        page = Page(page_of(over, *documents))
        check(len(page.texts) == len(documents), '%d documents', len(page.texts))
        for i, text in enumerate(HOSTILE):
            shown = re.sub('[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]', '\ufffd', text)
            check(page.texts[i] == shown, 'the text is not the document\'s: %r, not %r', page.texts[i], shown)
            marks = [(m['start'], m['end'], m['data-label']) for m in page.marks if m['document'] == i]
            wanted = [(e['start'], e['end'], e['label']) for e in found[i]['entities']]
            check(marks == wanted, 'marks %s, not %s', marks, wanted)
            for m, e in zip([m for m in page.marks if m['document'] == i], found[i]['entities']):
                holds(m['title'], e['value'] or '', e.get('rule') or e.get('source') or '')


def test_html_is_whole_in_itself(context):
    page = page_of(context, {'id': 'a', 'text': ' '.join(HOSTILE)})
    check(not Page(page).tags & {'script', 'link', 'img', 'iframe'}, 'it needs more than itself')
    check(not re.search(r'https?:|url\(|@import', page.split('<body>')[0]), 'it points into the network')
    holds(page, '<!DOCTYPE html>', 'charset="utf-8"', 'prefers-color-scheme:dark', 'dir="auto"')


def luminance(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_html_contrast(context):
    page = page_of(context, {'id': 'a', 'text': TEXT})
    schemes = re.findall(r':root\{(.*?)\}', page)
    check(len(schemes) == 2, 'light and dark: %s', schemes)
    for scheme in schemes:
        colours = dict(re.findall(r'--(\w+):(#[0-9a-f]{6})', scheme))
        check(len([c for c in colours if re.fullmatch(r'c\d+', c)]) >= 12, '%s', colours)
        pairs = [('text', c) for c in colours if re.fullmatch(r'c\d+|page', c)] + [('soft', 'page')]
        for ink, paper in pairs:
            light, dark = sorted((luminance(colours[ink]), luminance(colours[paper])), reverse=True)
            check((light + 0.05) / (dark + 0.05) >= 4.5, '%s on %s: too little contrast', ink, paper)


def test_html_label_filters(context):
    page = Page(context.dragoman('show', '--html', '--label', 'Country', '-', stdin=TEXT.encode()).text())
    check({m['data-label'] for m in page.marks} == {'Country'}, '%s', page.marks)
    check(page.texts == [TEXT], '%r', page.texts)


# --- diff ----------------------------------------------------------------------------------------------------------------

@contextlib.contextmanager
def changed_knowledge(context):
    """A copy of the tests' knowledge in which Japan has another code, there is no France, `this treaty` is none, and a road is."""
    with tempfile.TemporaryDirectory() as folder:
        for part in ('rules', 'gazetteers'):
            shutil.copytree(os.path.join(context.small, part), os.path.join(folder, part))
        country = os.path.join(folder, 'gazetteers', 'country')
        for name in os.listdir(country):
            path = os.path.join(country, name)
            with open(path, encoding='utf-8') as file:
                kept = [line.replace('JPN', 'JAP') for line in file if not line.startswith('FRA\tFrance')]
            with open(path, 'w', encoding='utf-8') as file:
                file.writelines(kept)
        with open(os.path.join(folder, 'rules', 'en', 'roads.rules'), 'w', encoding='utf-8') as file:
            file.write('language en\nstage names\nrule road/high : Treaty.name\n  match [ high road ]\n')
        with open(os.path.join(folder, 'rules', 'en', 'longer.rules'), 'w', encoding='utf-8') as file:
            file.write('language en\nstage entities\nrule treaty/long : Treaty.name\n  match [ the treaty on Cap ]\n')
        yield folder


DIFFERING = [{'id': 'one', 'text': 'Maria Silva left.\nJapan saw the Treaty on Goods on the high road to France.'},
             {'id': 'two', 'text': 'Nothing is here.'}]


def diff(context, *options, documents=DIFFERING):
    lines = ''.join(json.dumps(d) + '\n' for d in documents)
    with changed_knowledge(context) as changed:
        return context.dragoman('diff', *options, context.small, changed, '--jsonl', '-', stdin=lines.encode())


def test_diff_is_gained_lost_changed(context):
    outcome = diff(context)
    expect(outcome, 1, 'in 2 documents')
    out = outcome.text()
    holds(out, 'en/road/high: 1 gained\n  + one:2:38: …', '[high road]',
          '  - one:2:51: ', 'Country.name FRA',
          '  ~ one:2:1: ', 'Country.name JPN', '→ Country.name JAP',
          'en/treaty/long: 1 changed\n  ~ one:2:11: ', '[Treaty on Goods] → Treaty.name')
    rows = {line.split()[0]: line.split()[1:] for line in out.split('label ', 1)[1].splitlines()[1:] if len(line.split()) == 5}
    check(rows['Country'] == ['0', '1', '1', '0'] and rows['Treaty'] == ['1', '0', '1', '0'] and rows['Person'] == ['0', '0', '0', '1'],
          '%s', rows)


def test_diff_colours(context):
    out = diff(context, '--color', 'always').text()
    for sign, code in (('+', 32), ('-', 31), ('~', 33)):
        holds(out, '  \033[1;%dm%s\033[0m one:2:' % (code, sign))
    check('[Japan]' not in out and '\033[1;33mJapan\033[0m' in out, '%r', out)


def test_diff_json_is_a_line_a_difference(context):
    outcome = diff(context, '--json')
    expect(outcome, 1)
    found = [d for d in outcome.objects() if d['of'] == 'entity']
    check(sorted(d['change'] for d in found) == ['changed', 'changed', 'gained', 'lost'], '%s', found)
    for d in found:
        check(d['id'] == 'one' and (d['old'] is None) == (d['change'] == 'gained') and (d['new'] is None) == (d['change'] == 'lost'), '%s', d)
        for side in (d['old'], d['new']):
            check(side is None or DIFFERING[0]['text'][side['start']:side['end']] == side['text'], '%s', side)
            check(side is None or 'rule' in side or 'source' in side, 'nothing says why: %s', side)
    japan = next(d for d in found if d['change'] == 'changed' and d['new']['label'] == 'Country')
    check((japan['old']['value'], japan['new']['value']) == ('JPN', 'JAP'), '%s', japan)


def test_diff_of_the_same_is_none(context):
    outcome = context.dragoman('diff', context.small, context.small, '-', stdin=TEXT.encode())
    expect(outcome, 0, '0 differences in 1 document')
    check('gained' in outcome.text() and '~' not in outcome.text(), '%s', outcome.text())
    check(context.dragoman('diff', '--json', context.small, context.small, '-', stdin=TEXT.encode()).out == b'', 'no line')


def test_diff_takes_packs(context):
    with tempfile.TemporaryDirectory() as folder:
        pack, text = os.path.join(folder, 'k.drg'), os.path.join(folder, 'a.txt')
        with open(text, 'w', encoding='utf-8') as file:
            file.write(DIFFERING[0]['text'])
        expect(context.dragoman('compile', '-o', pack), 0)
        expect(context.dragoman('diff', pack, context.small, text), 0, '0 differences')
        with changed_knowledge(context) as changed:
            by_pack, by_folder = (context.dragoman('diff', old, changed, text) for old in (pack, context.small))
        expect(by_pack, 1)
        check(by_pack.out == by_folder.out, '%s', by_pack.text())
        with open(pack, 'r+b') as file:
            file.truncate(100)
        expect(context.dragoman('diff', pack, context.small, text), 3, 'k.drg')


def test_diff_counts_only(context):
    outcome = diff(context, '--count')
    expect(outcome, 1)
    check('…' not in outcome.text() and 'en/road/high' in outcome.text(), '%s', outcome.text())


def test_diff_usage_and_wrong_knowledge(context):
    expect(context.dragoman('diff'), 2, 'two folders')
    expect(context.dragoman('diff', context.small, '/nowhere', '-'), 3, '/nowhere')
    with folder_of(rules___labels__rules='label\n') as wrong:
        expect(context.dragoman('diff', context.small, wrong, '-'), 3, 'labels.rules:1:')
    outcome = diff(context, documents=DIFFERING + [{'id': 'bad', 'text': 7}])
    expect(outcome, 1, "-:3")


def test_diff_of_events_and_turns(context):
    """What is made of annotations changes with them; the whole knowledge has it all."""
    whole = context.over(context.root)
    with tempfile.TemporaryDirectory() as folder:
        for part in ('rules', 'gazetteers'):
            os.symlink(context.path(part), os.path.join(folder, part))
        same = whole.dragoman('diff', '--json', context.root, folder, context.path('samples', 'communique.txt'))
        expect(same, 0)
        os.unlink(os.path.join(folder, 'rules'))
        shutil.copytree(context.path('rules'), os.path.join(folder, 'rules'))
        path = os.path.join(folder, 'rules', 'en', 'modality.rules')
        with open(path, 'w', encoding='utf-8') as file:
            file.write('language en\nstage events\nevidence event/odd : Event\n  is .\n  set modality=odd\n')
        outcome = whole.dragoman('diff', '--json', context.root, folder, '-', stdin=b'Japan will sign the Antarctic Treaty in 2030.')
    found = outcome.objects()
    check([(d['of'], d['change'], d['new']['modality']) for d in found if d['of'] == 'event'] == [('event', 'changed', 'odd')], '%s', found)


# --- try -----------------------------------------------------------------------------------------------------------------

GOODS = b'Japan signed the Treaty on Goods.\nThe Treaty on Timber is new. France left Japan.'


def attempt(context, rule, *options, text=GOODS, **rest):
    return context.dragoman('try', rule, *options, '-', stdin=text, **rest)


def test_try_a_pattern_is_grep(context):
    outcome = attempt(context, '[ kind:@instrument on what:Cap ]')
    expect(outcome, 0, '2 matches in 1 of 1 document\n')
    check(outcome.text() == '-:1:18: Japan signed the [Treaty on Goods]. The Treaty on Timber is new. France le…  kind=Treaty  what=Goods\n'
                            '-:2:5: Japan signed the Treaty on Goods. The [Treaty on Timber] is new. France left Japan.  kind=Treaty  what=Timber\n',
          '%s', outcome.text())
    expect(attempt(context, 'nowhere'), 1, '0 matches in 0 of 1 document')


def test_try_a_pattern_asks_for_labels_and_changes_nothing(context):
    outcome = attempt(context, '[ <Country> ] (signed | left)', '--changes')
    expect(outcome, 0, '2 matches', '; 0 changes')
    holds(outcome.text(), '-:1:1: [Japan] signed', '-:2:30: ')


def test_try_an_expression(context):
    outcome = attempt(context, r'/T(?<kind>\w+) on (?<span>G\w+)/')
    expect(outcome, 0, '1 match ')
    holds(outcome.text(), '-:1:28: ', '[Goods]', '  kind=reaty')
    expect(attempt(context, r'/a\/b/', text=b'see a/b there'), 0, '1 match ')


def test_try_with_a_label_competes(context):
    outcome = attempt(context, '[ Cap on goods ]', '--label', 'Country.demonym')
    expect(outcome, 0, '1 match in 1 of 1 document: 0 chosen, 1 lost')
    holds(outcome.text(), '  Country.demonym  lost: Treaty.name "Treaty on Goods" 17-32')
    outcome = attempt(context, '[ timber is new ]', '--label', 'Treaty', '--stage', 'names', '--changes')
    expect(outcome, 0, '1 chosen, 0 lost', '; ')
    holds(outcome.text(), 'Treaty.name →timber-is-new  chosen\n', '  ~ -:2:15: ', '[Treaty on Timber] → Treaty.name →timber-is-new')


def test_try_whole_rules(context):
    rule = 'rule treaty/as-it-is : Treaty\n  match [ @instrument on Cap ]\n  weight 3\n  -  "nothing here"\n'
    outcome = attempt(context, rule)
    expect(outcome, 0, '2 matches in 1 of 1 document: 2 chosen, 0 lost')
    holds(outcome.text(), 'Treaty.name →treaty-on-goods  chosen')
    outcome = attempt(context, 'language en\nstage entities\ndef What = goods | timber\n' + rule.replace('Cap', 'What').replace('3', '0.5'))
    expect(outcome, 0, '2 chosen')
    holds(outcome.text(), 'chosen, but en/treaty/by-subject weighs more')


def test_try_shows_overlapping_matches_once(context):
    text = b'they met Alpha Beta Gamma there'
    outcome = attempt(context, '[ Cap+ ]', text=text)
    expect(outcome, 0, '1 match ')
    holds(outcome.text(), '[Alpha Beta Gamma]')
    expect(attempt(context, '[ Cap+ ]', '--all', text=text), 0, '3 matches ')


def test_try_evidence_shows_what_holds_and_what_changes(context):
    outcome = attempt(context, 'evidence country/left : Country\n  after left\n  weight -9\n')
    expect(outcome, 0, '1 match in 1 of 1 document: 0 chosen, 1 lost; ')
    holds(outcome.text(), '[France] left Japan.  Country.name  -9.00 = -7.00  lost: its sum is not above zero\n', '  - -:2:30: ', 'Country.name FRA')
    outcome = attempt(context, 'evidence country/left : Country\n  after left\n  weight never\n')
    holds(outcome.text(), '  never  lost: a weight of `never` removed it')


def test_try_a_file_and_what_it_replaces(context):
    rules = 'language en\nstage entities\ndef Title = Cap\nrule treaty/by-subject : Treaty.name\n  match [ the? @instrument on Title ]\n'
    with folder_of(mine__rules=rules, bad__rules='language en\nstage names\nrule a : Treaty\n  match  [ @nolist ]\n', nul__rules=b'language en\n\0',
                   empty__rules='# nothing\n') as folder:
        outcome = attempt(context, os.path.join(folder, 'mine.rules'), '--changes')
        expect(outcome, 0, '2 matches in 1 of 1 document: 2 chosen, 0 lost; ')
        holds(outcome.text(), '[the Treaty on Goods]', '  ~ -:1:14: ')
        expect(attempt(context, os.path.join(folder, 'bad.rules')), 3, "bad.rules:4:12: error: unknown list '@nolist'")
        expect(attempt(context, os.path.join(folder, 'nul.rules')), 3, 'nul.rules:2:1: error: NUL byte')
        expect(attempt(context, os.path.join(folder, 'empty.rules')), 3, 'no rule in')
        expect(attempt(context, os.path.join(folder, 'none.rules')), 2, 'none.rules: cannot be opened')
        expect(attempt(context, os.path.join(folder, 'mine.rules'), '--label', 'Treaty'), 2, '--label')
        outcome = attempt(context, '[ Title on ]', '--with', os.path.join(folder, 'mine.rules'))
        expect(outcome, 0, '2 matches ')
        outcome = attempt(context, '[ Title ] ; ', '--with', os.path.join(folder, 'bad.rules'))
        expect(outcome, 3, 'rule:1:')


def test_try_tells_errors_with_the_places_of_the_rule(context):
    outcome = attempt(context, '[ @instrument on\n  @nolist ]')
    expect(outcome, 3, "rule:2:3: error: unknown list '@nolist'\n    2 |   @nolist ]\n      |   ^~~~~~~")
    outcome = attempt(context, 'rule a : Tready\n  match [ x\n')
    expect(outcome, 3, "rule:1:10: error: unknown label 'Tready'", 'rule:2:9: error: ')
    expect(attempt(context, r'/(/'), 3, 'rule:1:')
    expect(attempt(context, 'x', '--label', 'Tready'), 2, "did you mean 'Treaty'?")
    expect(attempt(context, 'x', '--label', 'Treaty.nam'), 3, "no form 'nam'")
    expect(attempt(context, 'x', '--stage', 'name'), 2, "did you mean 'names'?")
    with folder_of(d__rules='language en\nstage names\n\ndef Worse = @nolist\ndef Good = Cap\n  Cap\n') as folder:
        expect(attempt(context, '[ Good ]', '--with', os.path.join(folder, 'd.rules')), 3, "d.rules:4:13: error: unknown list '@nolist'")


def test_try_usage(context):
    expect(context.dragoman('try'), 2, 'name a rule')
    expect(attempt(context, ''), 2, 'empty')
    expect(attempt(context, 'x', '--watch'), 2, 'standard input comes only once')
    with folder_of(a__txt='Japan') as folder:
        expect(context.dragoman('try', os.path.join(folder, 'a.txt'), '-'), 2, 'the rule comes first')
        expect(context.dragoman('try', '[ Cap ]', folder, os.path.join(folder, 'no.txt')), 1, 'no.txt: ', '1 match in 1 of 2 documents')


def test_try_counts_and_several_documents(context):
    documents = b'{"id":"a","text":"Japan and France"}\n{"id":"b","text":"nothing"}\n'
    outcome = context.dragoman('try', '[ @country ]', '--count', '--jsonl', '-', stdin=documents)
    expect(outcome, 0, '2 matches in 1 of 2 documents')
    check(outcome.text() == 'a:2\nb:0\n', '%s', outcome.text())
    outcome = context.dragoman('try', '[ @country ]', '--context', '0', '--color', 'always', '--jsonl', '-', stdin=documents)
    check(plain(outcome.text()) == 'a:1:1: Japan\na:1:11: France\n' and '\033[1;31mFrance' in outcome.text(), '%r', outcome.text())


def test_try_keeps_control_characters_off_the_terminal(context):
    outcome = attempt(context, '[ what:/.*a.*/ ]', text=b'\x1b[2Ja\x07b Ja\x9bpan')
    check(not re.search('[\x00-\x08\x0b-\x1f\x7f-\x9f]', outcome.text()), '%r', outcome.text())


def read_until(stream, word, seconds=20):
    """What the stream says up to a word."""
    text, end = b'', time.monotonic() + seconds
    while word not in text:
        check(time.monotonic() < end and select.select([stream], [], [], seconds)[0], 'it does not say %r, but %r', word, text)
        more = os.read(stream.fileno(), 65536)
        check(more, 'it ended without %r: %r', word, text)
        text += more
    return text


def test_try_watches(context):
    with folder_of(r__rules='language en\nstage names\nrule a : Treaty\n  match [ alpha ]\n', a__txt='Alpha Beta') as folder:
        path, back = os.path.join(folder, 'r.rules'), os.path.join(folder, 'back')
        os.mkdir(back)
        for name in 'abc':                                          # each leads back: they are no reason to look for ever
            os.symlink(back, os.path.join(back, name))
        with open(os.path.join(folder, 'out'), 'w+b') as out:
            process = subprocess.Popen([context.program, 'try', '--watch', path, os.path.join(folder, 'a.txt'), back], stdout=out,
                                       stderr=subprocess.PIPE, env=context.environment)
            try:
                read_until(process.stderr, b'1 match ')
                for text, told in (('language en\nstage names\nrule a : Treaty\n  match [ @none ]\n', b"unknown list '@none'"),
                                   ('language en\nstage names\nrule a : Treaty\n  match [ . ]\n', b'2 matches ')):
                    time.sleep(0.05)
                    with open(path, 'w', encoding='utf-8') as file:
                        file.write(text)
                    check(b'r.rules has changed' in read_until(process.stderr, told), 'it does not say what has changed')
                with open(os.path.join(folder, 'a.txt'), 'w', encoding='utf-8') as file:
                    file.write('Alpha Beta Gamma')
                check(b'a.txt has changed' in read_until(process.stderr, b'3 matches '), 'it does not watch the documents')
                process.send_signal(signal.SIGINT)
                check(process.wait(10) == 0, 'exit status %d', process.returncode)
            finally:
                process.kill()
                process.wait()
                process.stderr.close()
            out.seek(0)
            check(out.read().count(b'[Alpha] Beta') >= 2, 'the matches are not there')
