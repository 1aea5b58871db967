"""Colours in editors: extractor/editor/rules.tmLanguage.json and vim/ know the whole rule language, and nothing else.

    editor/NAME.rules     rules that hold every element of the language (`wrong.rules`: what is to be shown as wrong)
    editor/NAME.expected  each line of it and, indented below, its tokens with their scopes; `./dev test --update editor` writes it

The grammar's expressions are run by Python's re, for they keep to what it and Oniguruma read alike. That nothing is superfluous in the grammar
shows by taking out each of its pieces in turn: some line of the files above must lose its colours. That no keyword is missing shows
against the tables of extractor/rules/parse*.c.
"""

import copy
import glob
import json
import os
import re
import shutil
import tempfile

import errors
import spec
from harness import Case, Skip, check, difference, run

ROOT_SCOPE = 'source.dragoman-rules'


def cases(context):
    tree = read_tree(context)
    for name in SAMPLES:
        yield Case('editor/' + name, lambda name=name: compare(context, Grammar(tree), name))
    yield Case('editor/samples-are-right', lambda: check_samples(context))
    yield Case('editor/nothing-is-bare', lambda: check_all_files(context, Grammar(tree)))
    yield Case('editor/no-piece-is-superfluous', lambda: check_mutilated(context, tree))
    yield Case('editor/keywords', lambda: check_keywords(context, tree))
    yield Case('editor/manual', lambda: check_manual(context, Grammar(tree)))
    yield Case('editor/vscode', lambda: check_extension(context))
    yield Case('editor/vim-colours', lambda: check_vim_colours(context, tree))
    yield Case('editor/vim-errors', lambda: check_vim_errors(context))


def read_tree(context):
    with open(context.path('extractor', 'editor', 'rules.tmLanguage.json'), encoding='utf-8') as file:
        return json.load(file)


def read_lines(path):
    """A file's lines as an editor sees them: without byte-order mark and line ends."""
    with open(path, encoding='utf-8-sig', newline='') as file:
        return [line.rstrip('\r') for line in file.read().split('\n')]


# --- A TextMate grammar ------------------------------------------------------------------------------------------------
# Of a list of patterns the one that begins first takes its text; of several that begin there, the first. `begin` opens a context with
# patterns of its own: `end` closes it, looked for before them, or a line in which `while` is not found.

class Rule:
    """One pattern of the grammar, compiled."""

    def __init__(self, grammar, source):
        self.grammar, self.source = grammar, source
        self.name, self.content = source.get('name'), source.get('contentName')
        self.start = re.compile(source.get('match', source.get('begin')))
        self.captures = source.get('captures', source.get('beginCaptures', {}))
        self._inner = None

    def inner(self):
        if self._inner is None:
            self._inner = self.grammar.flatten(self.source.get('patterns', ()))
        return self._inner


class Open:
    """A `begin` that has not come to its end."""

    def __init__(self, rule, match, scopes):
        self.rule, self.scopes = rule, scopes + named(rule.name)
        self.inside = self.scopes + named(rule.content)
        self.end = compiled(rule.source.get('end'), match)
        self.on = compiled(rule.source.get('while'), match)


def named(scope):
    return (scope,) if scope else ()


def compiled(expression, match):
    """`end` and `while` with \\1 for what the first group of `begin` took."""
    if expression is None:
        return None
    return re.compile(re.sub(r'\\([1-9])', lambda group: re.escape(match[int(group[1])] or ''), expression))


class Grammar:
    def __init__(self, tree):
        self.tree, self.rules = tree, {}
        self.top = self.flatten(tree['patterns'])

    def flatten(self, patterns):
        """The rules of a list, `include`s and lists in lists written out."""
        found = []
        for source in patterns:
            if 'include' in source:
                found += self.flatten([self.tree['repository'][source['include'][1:]]])
            elif 'match' in source or 'begin' in source:
                if id(source) not in self.rules:
                    self.rules[id(source)] = Rule(self, source)
                found.append(self.rules[id(source)])
            else:
                found += self.flatten(source.get('patterns', ()))
        return found

    def colour(self, lines):
        """For each line its tokens: [(text, scopes without the root)], white space between them left out."""
        stack, coloured = [], []
        for line in lines:
            kept = next((i for i, context in enumerate(stack) if context.on and not context.on.search(line)), len(stack))
            del stack[kept:]
            coloured.append(tokens(line, self.colour_line(line, stack)))
        return coloured

    def colour_line(self, line, stack):
        """The scopes of each character; opens and closes contexts in `stack`."""
        scopes, at, found = [()] * len(line), 0, {}
        while at <= len(line):
            inside = stack[-1].inside if stack else ()
            rule, match = self.next_match(line, at, stack, found)
            fill(scopes, at, match.start() if match else len(line), inside)
            if match is None:
                break
            if rule is None:                                        # the context's end
                context = stack.pop()
                fill(scopes, match.start(), match.end(), context.scopes)
                self.colour_groups(scopes, match, context.rule.source.get('endCaptures', {}), context.scopes)
                at = match.end()
                continue
            fill(scopes, match.start(), match.end(), inside + named(rule.name))
            self.colour_groups(scopes, match, rule.captures, inside + named(rule.name))
            if 'begin' in rule.source:
                stack.append(Open(rule, match, inside))
            at = max(match.end(), at + (match.end() == at and 'begin' not in rule.source))
        return scopes

    def next_match(self, line, at, stack, found):
        best = (None, stack[-1].end.search(line, at) if stack and stack[-1].end else None)
        for rule in stack[-1].rule.inner() if stack else self.top:
            match = found.get(rule, False)
            if match is False or (match and match.start() < at):
                match = found[rule] = rule.start.search(line, at)
            if match and (best[1] is None or match.start() < best[1].start()):
                best = (rule, match)
        return best

    @staticmethod
    def colour_groups(scopes, match, captures, around):
        for group, capture in captures.items():
            if match[int(group)]:
                fill(scopes, *match.span(int(group)), around + named(capture.get('name')))


def fill(scopes, start, end, value):
    scopes[start:end] = [value] * (end - start)


def tokens(line, scopes):
    """Runs of characters of the same scopes, without blanks at their ends."""
    found, start = [], 0
    for at in range(1, len(line) + 1):
        if at == len(line) or scopes[at] != scopes[start]:
            if line[start:at].strip():
                found.append((line[start:at].strip(), scopes[start]))
            start = at
    return found


def shown(scopes):
    return ' '.join(scope.replace('.dragoman-rules', '') for scope in scopes) or '(bare)'


# --- The files of editor/ ------------------------------------------------------------------------------------------------

SAMPLES = ('elements', 'labels', 'wrong')


def sample(context, name):
    return read_lines(context.path('tests', 'editor', name + '.rules'))


def picture(lines, coloured):
    """What NAME.expected holds."""
    out = []
    for line, found in zip(lines, coloured):
        if line.strip():
            out.append(line)
            out += ['        %-28s %s' % (text, shown(scopes)) for text, scopes in found]
    return '\n'.join(out) + '\n'


def compare(context, grammar, name):
    lines = sample(context, name)
    got = picture(lines, grammar.colour(lines))
    path = context.path('tests', 'editor', name + '.expected')
    if context.update:
        with open(path, 'w', encoding='utf-8') as file:
            file.write(got)
        return
    with open(path, encoding='utf-8') as file:
        expected = file.read()
    check(got == expected, '%s', difference(expected, got))


def check_samples(context):
    """The files of elements are rules that `dragoman check` takes, so that they show the language as it is."""
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, 'en'))
        shutil.copy(context.path('tests', 'editor', 'elements.rules'), os.path.join(folder, 'en'))
        shutil.copy(context.path('tests', 'editor', 'labels.rules'), folder)
        outcome = context.dragoman('check', '--rules', folder, data=context.small)
        check(outcome.status == 0, '%s', outcome.errors())


def right_files(context):
    """(name, lines) of all rules that are right: the project's, those of the tests, and the examples of the manuals."""
    folders = (('rules',), ('tests', 'knowledge', 'rules'))
    for folder in folders:
        for path in sorted(glob.glob(context.path(*folder, '**', '*.rules'), recursive=True)):
            yield os.path.relpath(path, context.root), read_lines(path)
    for path in sorted(glob.glob(context.path('tests', 'errors', '**', '*.rules'), recursive=True)):
        expected = context.path('tests', 'errors', os.path.relpath(path, context.path('tests', 'errors')).split('/')[0].split('.')[0] + '.expected')
        with open(expected, encoding='utf-8') as file:
            if file.read().endswith('exit status 0\n'):
                yield os.path.relpath(path, context.root), read_lines(path)
    for page, path in spec.pages(context):
        for block in spec.blocks(page, path):
            if block.kind == 'rules':
                yield block.place, block.lines


def check_all_files(context, grammar):
    wrong, count = [], 0
    for name, lines in right_files(context):
        count += 1
        for number, (line, found) in enumerate(zip(lines, grammar.colour(lines)), 1):
            wrong += ['%s:%d: %s is %s in: %s' % (name, number, text, shown(scopes), line)
                      for text, scopes in found if not scopes or scopes[-1].startswith(('invalid', 'meta')) or not looks_like(text, scopes[-1])]
    check(count > 40, 'only %d files', count)
    check(not wrong, '%s', '\n'.join(wrong[:40]))


# What the tokens of a kind look like, as a whole; the grammar says it a second time, in other words.
LOOKS = (
    ('comment', r'#.*'),
    ('keyword.control.statement', r'rule|evidence|def|language|stage|remove|stages|label'),
    ('keyword.other', r'[a-z]+'),
    ('support.class', r'[A-Z][a-z]+'),
    ('variable.other.definition', r'[A-Z][\w\'-]*'),
    ('entity.name.type.label', r'[A-Z][\w-]*'),
    ('entity.name.tag.list', r'[a-z][\w-]*'),
    ('variable.parameter.capture', r'[a-z_]\w*'),
    ('string.unquoted.word', r'[^\W_A-Z][^\s@~<>()|&!?*+{}]*'),
    ('string.quoted.single', r'[^\n]+'),
    ('keyword.operator.quantifier', r'[?*+]|\{[\d, ]+\}'),
    ('constant.numeric', r'[-+]?[\d.]+|\d+-\d\d-\d\d'),
    ('markup.inserted', r'\+'),
    ('markup.deleted', r'-'),
)


def looks_like(text, scope):
    return all(re.fullmatch(expression, text) for kind, expression in LOOKS
               if scope.startswith(kind) and not scope.endswith('regexp.dragoman-rules'))


# --- The grammar without one of its pieces ---------------------------------------------------------------------------------

def pieces(node, path=()):
    """Paths to all that may be taken out: items of `patterns`, captures, names."""
    if isinstance(node, dict):
        for key, value in node.items():
            here = path + (key,)
            if key in ('name', 'contentName') and len(path) > 0:
                yield here
            elif key in ('captures', 'beginCaptures', 'endCaptures'):
                yield from (here + (group,) for group in value)
            elif key == 'patterns':
                yield from (here + (i,) for i in range(len(value)))
            yield from pieces(value, here)
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from pieces(value, path + (i,))


def without(tree, path):
    less = copy.deepcopy(tree)
    node = less
    for key in path[:-1]:
        node = node[key]
    del node[path[-1]]
    return less


def check_mutilated(context, tree):
    lines = {name: sample(context, name) for name in SAMPLES}
    whole = {name: Grammar(tree).colour(lines[name]) for name in SAMPLES}
    taken, unnoticed = 0, []
    for path in pieces(tree):
        less = Grammar(without(tree, path))
        taken += 1
        if all(less.colour(lines[name]) == whole[name] for name in SAMPLES):
            unnoticed.append('/'.join(map(str, path)))
    check(taken > 200, 'only %d pieces', taken)
    check(not unnoticed, 'may be taken out of the grammar without any line of tests/editor/*.rules losing its colours: %s', '\n'.join(unnoticed))


# --- Keywords ----------------------------------------------------------------------------------------------------------------

# The tables of the parser that hold words of the language: file, then what opens the table.
TABLES = (
    ('parse.c', r'\} clauses\[\] = \{'),
    ('parse.c', r'static const drg_text words\[\] = \{'),
    ('parse_template.c', r'types\[\] ='), ('parse_template.c', r'mods\[\] ='),
    ('parse_template.c', r'date_keys\[DATE_KEY_COUNT\] = \{'),
    ('parse_template.c', r'\} functions\[\] = \{'), ('parse_template.c', r'\} facts\[\] = \{'),
    ('parse_pattern.c', r'\} ready_made\[\] = \{'),
    ('parse_labels.c', r'\} clauses\[\] = \{'),
    ('parse_labels.c', r'static const drg_text words\[\] = \{'),
    ('labels.h', r'#define RESOLVE_KINDS\(X\)'),
)
# A word that a function asks for by itself.
ASKED = re.compile(r'(?:text_is|drg_accept)\([^"();]*(?:\([^()]*\))?[^"();]*, "([A-Za-z][\w-]*)"\)')


def parser_words(context):
    words = set()
    for name, opening in TABLES:
        text = source(context, name)
        places = list(re.finditer(opening, text))
        check(places, 'extractor/rules/%s has no table %s any more: TABLES of tests/editor.py', name, opening)
        for place in places:
            for string in re.findall(r'"([^"]*)"', text[place.end():re.compile(r';\n|\n\n').search(text, place.end()).start()]):
                words |= {word for word in string.split() if word not in '+-'}
    for path in glob.glob(context.path('extractor', 'rules', 'parse*.c')):
        words |= set(ASKED.findall(source(context, os.path.basename(path))))
    return words


def source(context, name):
    with open(context.path('extractor', 'rules', name), encoding='utf-8') as file:
        return re.sub(r'/\*.*?\*/', '', file.read(), flags=re.S)


def grammar_words(node):
    """The words in the expressions of the grammar: what is left of them without classes of characters and escapes."""
    if isinstance(node, list):
        return set().union(*map(grammar_words, node)) if node else set()
    if not isinstance(node, dict):
        return set()
    words = set()
    for key, value in node.items():
        if isinstance(value, str) and key in ('match', 'begin', 'end', 'while'):
            plain = re.sub(r'\(\?<[=!].*?\)|\[(?:\\.|[^\]\\])*\]|\\.|P\?<', ' ', value)
            words |= set(re.findall(r'[A-Za-z][\w-]*', plain))
        else:
            words |= grammar_words(value)
    return words


def vim_words(context):
    """Words of the syntax file: of `syn keyword GROUP contained …`, and of \\%(…\\|…\\) in patterns."""
    with open(context.path('extractor', 'editor', 'vim', 'syntax', 'dragoman.vim'), encoding='utf-8') as file:
        text = file.read()
    words = set()
    for line in re.findall(r'^syn keyword \S+ contained (.*)$', text, re.M):
        words |= set(line.split())
    for alternatives in re.findall(r'\\%\(([A-Za-z][\w\\|-]*)\\\)', text):
        words |= set(alternatives.split('\\|'))
    return words


def check_keywords(context, tree):
    parser = parser_words(context)
    check(len(parser) > 80, 'only %d words are found in the tables of the parser: TABLES of tests/editor.py', len(parser))
    for where, words in (('rules.tmLanguage.json', grammar_words(tree)), ('vim/syntax/dragoman.vim', vim_words(context))):
        check(words == parser, 'extractor/editor/%s\n  lacks %s\n  has %s, which the parser does not know', where,
              ' '.join(sorted(parser - words)) or 'nothing', ' '.join(sorted(words - parser)) or 'nothing')


# --- The manual ----------------------------------------------------------------------------------------------------------------

# What a rule writer's text holds, as opposed to the words of the language.
TEXT = ('comment', 'string', 'markup', 'entity', 'variable', 'punctuation', 'invalid', 'constant.character')

OPERATORS = ('keyword.operator', 'constant.language.mark', 'punctuation.section.group')


def manual_lines(context):
    """The rules of the manual that run: `rules`, and the rule files of `folder`."""
    for block in spec.blocks('rules/README.md', context.path('rules', 'README.md')):
        if block.kind == 'rules':
            yield block.lines
        elif block.kind == 'folder':
            files = '\n'.join(block.lines).split('\n---\n')[0]
            for file in re.findall(r'^== rules/\S+\n(.*?)(?=^== |\Z)', files, re.M | re.S):
                yield file.split('\n')


def check_manual(context, grammar):
    """Every word and every kind of token of the language stands in an example of rules/README.md that runs."""
    found = [token for lines in manual_lines(context) for line in grammar.colour(lines) for token in line]
    words = {text for text, scopes in found if scopes and not scopes[-1].startswith(TEXT)}
    marks = {re.sub('[0-9]', '0', text) for text, scopes in found if scopes and scopes[-1].startswith(OPERATORS)}
    all_there_is = [token for name in ('elements', 'labels') for line in grammar.colour(sample(context, name)) for token in line]
    wanted = {scopes[-1] for _, scopes in all_there_is}
    operators = {re.sub('[0-9]', '0', text) for text, scopes in all_there_is if scopes[-1].startswith(OPERATORS) and 'regexp' not in scopes[-1]}
    with open(context.path('rules', 'README.md'), encoding='utf-8') as file:
        words |= set(re.findall(r'`([A-Z_]+)`', file.read()))           # what `type` and `mod` may say stands in a table
    lacks = sorted(parser_words(context) - words) + sorted(operators - marks) + sorted(shown((s,)) for s in wanted - {scopes[-1] for _, scopes in found if scopes})
    check(not lacks, 'no example of rules/README.md that runs has %s', ', '.join(lacks))


# --- Editors -------------------------------------------------------------------------------------------------------------------

def check_extension(context):
    """package.json names files that are there, and its problem matcher reads what `check` writes."""
    folder = context.path('extractor', 'editor')
    with open(os.path.join(folder, 'package.json'), encoding='utf-8') as file:
        contributes = json.load(file)['contributes']
    for path in [g['path'] for g in contributes['grammars']] + [lang['configuration'] for lang in contributes['languages']]:
        check(os.path.exists(os.path.join(folder, path)), '%s is missing', path)
        with open(os.path.join(folder, path), encoding='utf-8') as file:
            json.load(file)
    check(contributes['grammars'][0]['scopeName'] == read_tree(context)['scopeName'] == ROOT_SCOPE, 'another scope')
    pattern = contributes['problemMatchers'][0]['pattern']
    found = [m for m in (re.match(pattern['regexp'], line) for line in mistakes(context)) if m]
    check([(m[pattern['file']], m[pattern['line']], m[pattern['column']], m[pattern['severity']]) for m in found] == PLACES, '%r', found)


# What `dragoman check` says of these rules, in short.
MISTAKES = 'language en\nstage entities\nrule a/b : Treaty\n  match  @numbre\n  weight heavy\n  +  "x"\n'
PLACES = [('en/wrong.rules', '4', '10', 'error'), ('en/wrong.rules', '5', '10', 'error')]


def mistakes(context):
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, 'en'))
        with open(os.path.join(folder, 'en', 'wrong.rules'), 'w', encoding='utf-8') as file:
            file.write(MISTAKES)
        return context.dragoman('check', '--rules', folder, data=context.small).errors().replace(folder + '/', '').splitlines()


# The group of vim's syntax file that a scope has.
VIM_GROUPS = (
    ('comment', 'Comment'), ('invalid', 'Error'), ('keyword.control.statement', 'Statement'), ('keyword.other.clause', 'Clause'),
    ('markup.inserted', 'Plus'), ('markup.deleted', 'Minus'), ('markup.bold.span', 'ExampleSpan'),
    ('keyword.operator.span', 'Span'), ('keyword.operator.stem', 'Stem'), ('string.unquoted.stem', 'Stem'),
    ('keyword.operator.comparison', 'Comparison'), ('keyword.operator.logical', 'Logical'), ('keyword.operator.assignment', 'Assign'),
    ('keyword.operator', 'Operator'), ('keyword.other.at', 'Keyword'), ('keyword.other', 'Keyword'),
    ('constant.language.mark', 'Mark'), ('constant.language.date', 'DateWord'), ('constant.language.within', 'Within'), ('constant.language.never', 'Never'),
    ('constant.language.code', 'Code'), ('constant.other.stage', 'Code'), ('constant.numeric', 'Number'), ('constant.character.escape', 'Escape'),
    ('entity.name.function.rule', 'RuleName'), ('entity.name.function.definition', 'DefName'), ('entity.name.type.label', 'Label'),
    ('entity.name.tag.list', 'List'), ('punctuation.definition.list', 'List'), ('entity.other.attribute-name.form', 'Form'),
    ('entity.other.attribute-name', 'Key'), ('support.type.property-name.date', 'DateKey'), ('support.class', 'Class'),
    ('support.function', 'Function'), ('variable.other.definition', 'Definition'), ('variable.parameter.capture', 'Capture'),
    ('punctuation.separator.capture', 'Capture'), ('storage.modifier', 'Keyword'), ('string.regexp', 'Regex'),
    ('string.unquoted.word', 'Word'), ('string.quoted.single', 'Literal'), ('string.quoted.double.example', 'Example'),
    ('string.quoted.double', 'Value'), ('string.unquoted', 'Value'), ('punctuation', 'Punctuation'),
)

# Writes a line for each line of the buffer: the group of each character, without its `dragoman`, with tabs between.
VIM_SCRIPT = """
set encoding=utf-8 nocompatible
set runtimepath^=%s
filetype plugin on
syntax on
edit %s
let s:out = [&filetype]
for s:line in range(1, line('$'))
  let s:text = getline(s:line)
  call add(s:out, join(map(range(len(s:text)), 'substitute(synIDattr(synID(s:line, v:val + 1, 0), "name"), "^dragoman", "", "")'), "\\t"))
endfor
call writefile(s:out, %s)
qall!
"""


def run_vim(script, folder, cwd=None):
    program = shutil.which('nvim') or shutil.which('vim')
    if not program:
        raise Skip('there is no vim')
    has = run([program, '--version']).text()
    if 'NVIM' not in has and ('+syntax' not in has or '+eval' not in has):
        raise Skip('this vim has no syntax')
    path = os.path.join(folder, 'script.vim')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(script)
    run([program, '-es', '-u', 'NONE', '-i', 'NONE', '-n', '-S', path], cwd=cwd, timeout=60)


def vim_runtime(context):
    return context.path('extractor', 'editor', 'vim')


def check_vim_colours(context, tree):
    """In vim each token has the group that its scope stands for, or one that is linked to it."""
    wrong, links = [], vim_links(context)
    for name in SAMPLES:
        lines = sample(context, name)
        with tempfile.TemporaryDirectory() as folder:
            out = os.path.join(folder, 'out')
            run_vim(VIM_SCRIPT % (vim_runtime(context), context.path('tests', 'editor', name + '.rules'), "'%s'" % out), folder)
            check(os.path.exists(out), 'vim has written nothing')
            filetype, *groups = read_lines(out)
        check(filetype == 'dragoman', 'the file type of %s.rules is %s', name, filetype)
        for number, (line, found) in enumerate(zip(lines, Grammar(tree).colour(lines)), 1):
            wrong += ['%s.rules:%d: %s' % (name, number, problem) for problem in vim_differs(line, found, [links.get(g, g) for g in groups[number - 1].split('\t')])]
    check(not wrong, '%s', '\n'.join(wrong[:40]))


def vim_links(context):
    """dragomanColon is shown as dragomanPunctuation: {'Colon': 'Punctuation'}."""
    with open(os.path.join(vim_runtime(context), 'syntax', 'dragoman.vim'), encoding='utf-8') as file:
        return dict(re.findall(r'^hi def link dragoman(\w+) dragoman(\w+)$', file.read(), re.M))


def vim_differs(line, found, groups):
    if groups[len(line) - len(line.lstrip())] == 'Clause' and found[0][1][-1].startswith('invalid'):
        return                                                  # vim does not know whose clause it is, a rule's or evidence's
    at = 0
    for text, scopes in found:
        at = line.index(text, at)
        start, end = (len(line[:i].encode('utf-8')) for i in (at, at + len(text)))
        at += len(text)
        want = next((group for scope, group in VIM_GROUPS if scopes and scopes[-1].startswith(scope)), '(none)')
        if scopes and scopes[-1].endswith('regexp.dragoman-rules') and want != 'Capture':
            want = 'Regex'                                  # vim shows the inside of an expression in one colour
        got = set(groups[i] for i in range(start, end) if line.encode('utf-8')[i:i + 1].strip())
        if got != {want}:
            yield '%s is %s, not %s (%s)' % (text, ' '.join(sorted(got)), want, shown(scopes))


def check_vim_errors(context):
    """`:make` in vim: the places of `check`'s messages."""
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, 'en'))
        with open(os.path.join(folder, 'en', 'wrong.rules'), 'w', encoding='utf-8') as file:
            file.write(MISTAKES)
        with open(os.path.join(folder, 'messages'), 'w', encoding='utf-8') as file:
            file.write('\n'.join(mistakes(context)) + '\n')
        run_vim('set nocompatible\nset runtimepath^=%s\ncompiler dragoman\ncgetfile messages\n'
                'call writefile(map(getqflist(), \'join([bufname(v:val.bufnr), v:val.lnum, v:val.col, v:val.type], ":")\') + [&makeprg], "out")\nqall!\n'
                % vim_runtime(context), folder, cwd=folder)
        got = read_lines(os.path.join(folder, 'out'))
    check(got[:-1] == [':'.join(place[:3]) + ':' + place[3][0] for place in PLACES] + ['dragoman check'], '%r', got)
