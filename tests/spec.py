"""The pages that explain are the tests that run: fenced blocks of tests/spec/*.md, README.md, rules/README.md, gazetteers/README.md.

The word behind the fence says what a block is; a line `---` parts what goes in from what has to come out:

    tokens [--blocks]       a text --- a line a sentence, tokens separated by ` | `  (→ stands for a tab, ␠ for a space at a line's end)
    rules                   rules that must load beside the project's own, with all their examples; `language en` and
                            `stage entities` are put before them where they are missing
    rules-error             the same --- the messages of `dragoman check` (or its warnings), the file's name being `example.rules`
    annotate [OPTION…]      a text --- every entity in its order, `LABEL.form  TEXT  VALUE` with two spaces or more between
                            (`-`: no value), or a JSON object of which every key must be there.
                            Options are the program's; and `--only LABEL[,LABEL]` looks at these labels alone
    folder [OPTION…]        files of a folder of knowledge, each behind a line `== rules/…` or `== gazetteers/…` (→ stands for a tab), which
                            must load beside the project's --- a text --- every entity that they make of it, as in `annotate`
    console                 `$ COMMAND` and what it prints, in a folder with samples/ and the program on the path;
                            `...` in a line stands for anything, on a line of its own for any lines

With `--small`, `rules`, `rules-error`, `annotate`, `folder` and `console` rest on tests/knowledge/ and not on the project's own knowledge: such an example
shows how the language or the output works, and stays as it is when the knowledge grows.

Any other word (`json`, `sh`, `c`, none) is for the reader only; readme.py compiles `c`.
"""

import glob
import json
import os
import re
import shlex
import shutil
import subprocess
import tempfile
import threading

from harness import Case, Failed, Skip, check, difference, run

KINDS = ('tokens', 'rules', 'rules-error', 'annotate', 'folder', 'console')


class Block:
    """A fenced block: the words behind the fence, its lines, and where it stands."""

    def __init__(self, page, line, info, lines):
        self.page, self.line, self.lines = page, line, lines
        self.kind, *self.options = shlex.split(info)
        self.place = '%s:%d' % (page, line)

    def parts(self):
        """What goes in and what has to come out."""
        check('---' in self.lines, '%s: no line `---`', self.place)
        at = self.lines.index('---')
        return '\n'.join(self.lines[:at]), '\n'.join(self.lines[at + 1:])


def pages(context):
    for path in sorted(glob.glob(context.path('tests', 'spec', '*.md'))):
        yield 'spec/' + os.path.basename(path), path
    for name in ('README.md', 'rules/README.md', 'gazetteers/README.md'):
        if os.path.exists(context.path(name)):
            yield name, context.path(name)


def blocks(page, path):
    fence = None
    with open(path, encoding='utf-8') as file:
        for number, line in enumerate(file.read().split('\n'), 1):
            opening = re.match(r'(```+)\s*(\S.*)?$', line)
            if fence is None and opening:
                fence, info, start, lines = opening[1], opening[2], number, []
            elif fence is not None and line.rstrip() == fence:
                if info:
                    yield Block(page, start, info, lines)
                fence = None
            elif fence is not None:
                lines.append(line)
    if fence is not None:
        raise Failed('%s:%d: a fence that is not closed' % (page, start))


def cases(context):
    annotator, together = Annotator(context), RulesTogether(context)
    for page, path in pages(context):
        try:
            found = list(blocks(page, path))
        except Failed as problem:
            yield Case(page, lambda problem=problem: fail(problem))
            continue
        for block in found:
            if block.kind not in KINDS:
                continue
            if block.kind == 'annotate':
                annotator.add(block)
                action = lambda block=block: run_annotate(annotator, block)
            elif block.kind == 'rules':
                if '--small' not in block.options:
                    together.blocks.append(block)
                action = lambda block=block: run_rules(context, block, together)
            else:
                action = lambda block=block: ACTIONS[block.kind](context, block)
            yield Case(block.place, action, (block.line, block.line + len(block.lines) + 1))


def fail(problem):
    raise problem


# --- tokens ----------------------------------------------------------------------------------------------------------

def run_tokens(context, block):
    text, expected = block.parts()
    program = os.path.join(context.build, 'tests', 'spec_tokens')
    if not os.path.exists(program):
        raise Skip('spec_tokens has not been built')
    text = text.replace('→', '\t').replace('␠', ' ')
    outcome = run([program, *block.options], stdin=text.encode('utf-8'))
    check(outcome.status == 0, '%s', outcome.errors())
    got = outcome.text().rstrip('\n')
    check(got == expected.rstrip('\n'), '%s', difference(expected, got))


# --- rules -----------------------------------------------------------------------------------------------------------

def write_rules(folder, name, lines):
    """Writes a rule file LANG/NAME.rules; the lines that say its language and stage are put before it where they are missing."""
    head = [line for word, line in (('language', 'language en'), ('stage', 'stage entities'))
            if not any(re.match(word + r'\s', have) for have in lines)]
    path = os.path.join(folder, 'en', name + '.rules')
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        file.write('\n'.join(head + lines) + '\n')
    return path


def check_rules(context, block, lines):
    """Runs `dragoman check` over these rules beside the knowledge. Returns the outcome and its messages, their path made short."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_rules(folder, 'example', lines)
        outcome = over_knowledge(context, '--small' in block.options).dragoman('check', '--rules', folder)
        return outcome, (outcome.text() + outcome.errors()).replace(path, 'example.rules')


class RulesTogether:
    """All `rules` blocks over the project's knowledge in one `dragoman check`, for that takes its time. Where they all hold together, each of
    them does; where not, each is checked by itself."""

    def __init__(self, context):
        self.context, self.blocks, self.fine, self.lock = context, [], None, threading.Lock()

    def hold(self):
        with self.lock:
            if self.fine is None:
                with tempfile.TemporaryDirectory() as folder:
                    for i, block in enumerate(self.blocks):
                        write_rules(folder, 'example%d' % i, block.lines)
                    self.fine = self.context.dragoman('check', '--rules', folder).status == 0
            return self.fine


def run_rules(context, block, together):
    small = '--small' in block.options
    if not small and together.hold():
        return
    outcome, messages = check_rules(context, block, block.lines)
    if outcome.status == 3 and 'example.rules' not in messages and over_knowledge(context, small).dragoman('check').status == 3:
        raise Skip("the project's own rules are wrong: see rules/check")
    check(outcome.status == 0, 'exit status %d\n%s', outcome.status, messages)


def run_rules_error(context, block):
    rules, expected = block.parts()
    lines = rules.split('\n')
    outcome, messages = check_rules(context, block, lines)
    status = 3 if ': error: ' in expected else 0  # there are warnings, too
    check(outcome.status == status, 'exit status %d, not %d\n%s', outcome.status, status, messages)
    check(expected.strip() in messages.strip(), '%s', difference(expected.strip(), messages.strip()))


def over_knowledge(context, small):
    return context.over(context.small) if small else context


# --- annotate --------------------------------------------------------------------------------------------------------

class Annotator:
    """Runs all `annotate` blocks of one set of options at once, when the first of them is asked for: knowledge is opened a few times, not once a block."""

    def __init__(self, context):
        self.context, self.batches, self.lock = context, {}, threading.Lock()

    def add(self, block):
        block.document = {'id': block.place}
        block.batch = tuple(take_options(block))
        block.document['text'] = '\n'.join(block.lines[:block.lines.index('---')] if '---' in block.lines else block.lines)
        self.batches.setdefault(block.batch, {'blocks': [], 'results': None})['blocks'].append(block)

    def result(self, block):
        batch = self.batches[block.batch]
        with self.lock:
            if batch['results'] is None:
                try:
                    context = over_knowledge(self.context, '--small' in block.batch)
                    options = [word for word in block.batch if word != '--small']
                    objects = context.annotate_lines([b.document for b in batch['blocks']], *options)
                    batch['results'] = {b.place: o for b, o in zip(batch['blocks'], objects)}
                except Failed as problem:
                    batch['results'] = problem
        if isinstance(batch['results'], Failed):
            raise batch['results']
        return batch['results'][block.place]


def take_options(block):
    """Puts what the options say of the document into it, what they say of the labels into block.only; returns the others."""
    block.only, options, words = None, [], iter(block.options)
    for word in words:
        if word == '--only':
            block.only = next(words, '').split(',')
        elif word == '--date':
            block.document['reference_date'] = next(words, '')
        elif word == '--language':
            block.document['language'] = next(words, '')
        else:
            options.append(word)
    return options


def run_annotate(annotator, block):
    compare_entities(block, block.parts()[1], annotator.result(block))


def compare_entities(block, expected, result):
    if expected.lstrip().startswith('{'):
        problem = lacks(json.loads(expected), result)
        check(not problem, '%s\nof %s', problem, json.dumps(result, ensure_ascii=False, indent=1))
        return
    check('error' not in result, '%s', result.get('error'))
    want = [re.split(r'\s{2,}', line.strip()) for line in expected.splitlines() if line.strip()]
    got = [entity_line(e) for e in result['entities'] if block.only is None or e['label'] in block.only]
    got = [g[:len(w)] if len(w) < 3 else g for w, g in zip(want, got)] + got[len(want):]
    check(want == got, '%s', difference('\n'.join('  '.join(w) for w in want), '\n'.join('  '.join(g) for g in got)))


def entity_line(entity):
    label = entity['label'] + ('.' + entity['form'] if entity.get('form') else '')
    return [label, ' '.join(entity['text'].split()), entity.get('value') or '-']


def lacks(want, got, path=''):
    """What of `want` is not in `got`: objects may have more keys, lists whose last item is "..." more items."""
    if isinstance(want, dict) and isinstance(got, dict):
        for key, value in want.items():
            if key not in got:
                return '%s.%s is missing' % (path, key)
            problem = lacks(value, got[key], '%s.%s' % (path, key))
            if problem:
                return problem
        return None
    if isinstance(want, list) and isinstance(got, list):
        more = bool(want) and want[-1] == '...'
        want = want[:-1] if more else want
        if len(got) < len(want) or (len(got) > len(want) and not more):
            return '%s has %d items, not %d' % (path, len(got), len(want))
        return next(filter(None, (lacks(w, g, '%s[%d]' % (path, i)) for i, (w, g) in enumerate(zip(want, got)))), None)
    if isinstance(want, float) and isinstance(got, (int, float)):
        return None if abs(want - got) < 0.005 else '%s is %r, not %r' % (path, got, want)
    return None if want == got else '%s is %r, not %r' % (path, got, want)


# --- folder ----------------------------------------------------------------------------------------------------------

def run_folder(context, block):
    files, text, expected = ('\n'.join(block.lines).split('\n---\n') + ['', ''])[:3]
    with tempfile.TemporaryDirectory() as folder:
        write_files(block, folder, files)
        options = [word for kind in ('rules', 'gazetteers') if os.path.isdir(os.path.join(folder, kind))
                   for word in ('--' + kind, os.path.join(folder, kind))]
        knowledge, block.document = over_knowledge(context, '--small' in block.options), {'id': block.place, 'text': text}
        options += [option for option in take_options(block) if option != '--small']
        if not text:
            outcome = knowledge.dragoman('check', *options)
            check(outcome.status == 0, 'exit status %d\n%s', outcome.status, outcome.errors().replace(folder + '/', ''))
            return
        result, = knowledge.annotate_lines([block.document], *options)
        compare_entities(block, expected.strip(), result)


def write_files(block, folder, files):
    before, *rest = re.split(r'^== ((?:rules|gazetteers)/\S+)\n', files, flags=re.M)
    check(rest and not before, '%s: a file begins with a line `== rules/…` or `== gazetteers/…`', block.place)
    for name, content in zip(rest[0::2], rest[1::2]):
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(content.rstrip('\n').replace('→', '\t') + '\n')


# --- console ---------------------------------------------------------------------------------------------------------

def console_folder(context, folder):
    """A folder that looks like a checkout to a reader: samples/, rules/, gazetteers/, ./dev, and build/ with the program of this build."""
    for name in ('samples', 'rules', 'gazetteers'):
        if os.path.exists(context.path(name)):
            shutil.copytree(context.path(name), os.path.join(folder, name))
    os.symlink(context.build, os.path.join(folder, 'build'))
    with open(os.path.join(folder, 'dev'), 'w', encoding='utf-8') as file:
        file.write('#!/bin/sh\nexport DRAGOMAN_BUILD=%s\nexec %s "$@"\n'
                   % (shlex.quote(context.build), shlex.quote(context.path('dev'))))
    os.chmod(os.path.join(folder, 'dev'), 0o755)


def run_console(context, block):
    environment = dict(context.environment, PATH=context.build + os.pathsep + os.environ['PATH'])
    with tempfile.TemporaryDirectory() as folder:
        console_folder(context, folder)
        environment['DRAGOMAN_DATA'] = context.small if '--small' in block.options else folder
        run_commands(block, folder, environment)


def run_commands(block, folder, environment):
    """Runs the commands of a block in this folder, one after the other, and compares what they print with what the block shows."""
    for command, expected in commands(block.lines):
        try:
            done = subprocess.run(['/bin/sh', '-c', command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=False)
        except subprocess.TimeoutExpired:
            raise Failed('not at an end in time: %s' % command) from None
        got = done.stdout.decode('utf-8', 'replace').replace(folder + '/', '').splitlines()
        check(alike(expected, got), '$ %s\n%s', command, difference('\n'.join(expected), '\n'.join(got)))


def commands(lines):
    """[(command, lines it prints)]; a command goes on behind a backslash and in a here-document (lines that begin with `> `)."""
    found = []
    for line in lines:
        if line.startswith('$ '):
            found.append((line[2:], []))
        elif found and not found[-1][1] and (found[-1][0].endswith('\\') or line.startswith('> ')):
            found[-1] = (found[-1][0] + '\n' + (line[2:] if line.startswith('> ') else line), [])
        elif found:
            found[-1][1].append(line)
    return [(command, trimmed(printed)) for command, printed in found]


def trimmed(lines):
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def alike(expected, got):
    """Whether the lines are those expected, where `...` alone stands for any lines and inside one for anything."""
    if not expected:
        return not trimmed(got)
    if expected[0].strip() in ('...', '…'):
        return any(alike(expected[1:], got[i:]) for i in range(len(got) + 1))
    return bool(got) and line_alike(expected[0], got[0]) and alike(expected[1:], got[1:])


def line_alike(expected, got):
    pieces = [re.escape(p.strip() if i else p.rstrip()) for i, p in enumerate(re.split(r'\.\.\.|…', expected.rstrip()))]
    return re.fullmatch(r'\s*.*'.join(pieces) if len(pieces) > 1 else pieces[0], got.rstrip()) is not None


ACTIONS = {'tokens': run_tokens, 'rules-error': run_rules_error, 'folder': run_folder, 'console': run_console}
