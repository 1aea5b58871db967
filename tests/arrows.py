"""The shape of the sources: includes run down the design's arrows, and meson.build lists every file there is."""

import glob
import os
import re

from harness import ROOT, Case, check

# From the top down; a folder may include what stands below it, and itself.
ARROWS = ('cli', 'extract', 'write', 'resolve', 'rules', 'lexicon', 'text')
# pack/ is called by cli and by opening knowledge, and knows the flat tables of rules/ and lexicon/.
PACK_MAY = ('pack', 'rules', 'lexicon', 'text')
# The files beside extract.c.
TOP = tuple(os.path.basename(p) for p in glob.glob(os.path.join(ROOT, 'extractor', '*.c')))
EVERYBODY_MAY = ('dragoman.h', 'bounds.h', 'fingerprint.h')     # the last one is made when the library is built


def cases(context):
    yield Case('arrows/includes', lambda: check_includes(context))
    yield Case('arrows/sources-are-listed', lambda: check_lists(context))
    yield Case('arrows/library-does-not-print-or-exit', lambda: check_manners(context))
    yield Case('arrows/files-say-what-they-are', lambda: check_openings(context))


def sources(context, *folders):
    for path in sorted(glob.glob(context.path('extractor', '**', '*.[ch]'), recursive=True)):
        name = os.path.relpath(path, context.path('extractor'))
        if not folders or name.split('/')[0] in folders:
            yield name, path


def layer(name):
    """The folder of a file as the arrows name it: `lexicon/words.h` is lexicon; `extract.c` and its neighbours are extract."""
    return name.split('/')[0] if '/' in name else 'extract'


def may_include(user, used):
    if used in EVERYBODY_MAY or layer(user) == layer(used):
        return True
    if layer(user) == 'pack':
        return layer(used) in PACK_MAY
    if layer(used) == 'pack':
        return layer(user) in ('cli', 'extract')
    if layer(user) not in ARROWS or layer(used) not in ARROWS:
        return False
    return ARROWS.index(layer(user)) < ARROWS.index(layer(used))


def check_includes(context):
    wrong = []
    for name, path in sources(context):
        with open(path, encoding='utf-8') as file:
            for number, line in enumerate(file, 1):
                included = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
                if included and not may_include(name, included[1]):
                    wrong.append('extractor/%s:%d: may not include "%s"' % (name, number, included[1]))
    check(not wrong, '%s', '\n'.join(wrong))


def check_lists(context):
    with open(context.path('extractor', 'meson.build'), encoding='utf-8') as file:
        listed = set(re.findall(r"'([\w/-]+\.c)'", file.read()))
    present = {name for name, _ in sources(context) if name.endswith('.c')}
    wrong = ['extractor/%s is not listed in extractor/meson.build' % n for n in sorted(present - listed)]
    wrong += ['extractor/meson.build lists %s, which is not there' % n for n in sorted(listed - present)]
    with open(context.path('tests', 'meson.build'), encoding='utf-8') as file:
        tests = set(re.findall(r"'(\w+)'", file.read()))
    for path in sorted(glob.glob(context.path('tests', 'unit', '*.c'))):
        if os.path.basename(path)[:-2] not in tests:
            wrong.append('tests/unit/%s is not listed in tests/meson.build' % os.path.basename(path))
    check(not wrong, '%s', '\n'.join(wrong))


def check_manners(context):
    """Nothing outside cli/ exits, aborts, jumps or prints."""
    forbidden = re.compile(r'(?<![\w.>])(exit|_exit|abort|longjmp|printf|puts|putchar|perror|fputs|fprintf)\s*\(')
    wrong = []
    for name, path in sources(context, 'include', 'text', 'lexicon', 'rules', 'resolve', 'write', 'pack', *TOP):
        with open(path, encoding='utf-8') as file:
            code = re.sub(r'/\*.*?\*/', lambda m: '\n' * m[0].count('\n'), file.read(), flags=re.S)
        code = re.sub(r'"(\\.|[^"\\\n])*"', '""', code)
        for number, line in enumerate(code.splitlines(), 1):
            call = forbidden.search(line.split('//')[0])
            if call and 'format(printf' not in line:
                wrong.append('extractor/%s:%d: %s() is for cli/ alone' % (name, number, call[1]))
    check(not wrong, '%s', '\n'.join(wrong))


def check_openings(context):
    """Every file opens with a comment on its subject."""
    wrong = []
    for name, path in sources(context):
        with open(path, encoding='utf-8') as file:
            if not file.read(2) == '/*':
                wrong.append('extractor/%s does not open with a comment' % name)
    check(not wrong, '%s', '\n'.join(wrong))
