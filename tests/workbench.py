"""The workbench: show, try and diff, by which people see what rules do."""

import contextlib
import html.parser
import json
import os
import re
import tempfile

from harness import Case, check, show

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
    expect(context.dragoman('show', '--label', 'Contry', '-', stdin=b''), 2, "no label 'Contry'")


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
