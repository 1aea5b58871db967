"""What the linker sees: the shared library exports what dragoman.h declares and nothing else; all symbols begin with drg_."""

import os
import re
import shutil
import subprocess

from harness import Case, Skip, check


def cases(context):
    yield Case('exports/shared-library', lambda: check_shared(context))
    yield Case('exports/static-library', lambda: check_static(context))
    yield Case('exports/library-keeps-no-state', lambda: check_state(context))


def symbols(path, *options):
    if not shutil.which('nm'):
        raise Skip('there is no nm')
    if not os.path.exists(path):
        raise Skip('%s has not been built' % path)
    listing = subprocess.run(['nm', '--defined-only', '--format=posix', *options, path],
                             stdout=subprocess.PIPE, check=True).stdout.decode()
    return {line.split()[0] for line in listing.splitlines() if len(line.split()) > 2 and line.split()[1].isupper()}


def declared(context):
    with open(context.path('extractor', 'include', 'dragoman.h'), encoding='utf-8') as file:
        return set(re.findall(r'^DRG_API[^;]*?\b(drg_\w+)\(', file.read(), flags=re.M))


def check_shared(context):
    if context.sanitized:
        raise Skip('a sanitizer adds symbols of its own')
    exported = symbols(os.path.join(context.build, 'extractor', 'libdragoman.so'), '--dynamic')
    wrong = ['%s is exported, and dragoman.h does not declare it' % s for s in sorted(exported - declared(context))]
    wrong += ['%s is declared in dragoman.h, and not exported' % s for s in sorted(declared(context) - exported)]
    check(not wrong, '%s', '\n'.join(wrong))


def check_static(context):
    if context.sanitized:
        raise Skip('a sanitizer adds symbols of its own')
    found = symbols(os.path.join(context.build, 'extractor', 'libdragoman.a'), '--extern-only')
    wrong = sorted(s for s in found if not s.startswith('drg_'))
    check(not wrong, 'visible to the linker without drg_: %s', ' '.join(wrong))


def check_state(context):
    """No variable of the library can be written to: what a run changes belongs to its extractor."""
    if context.sanitized:
        raise Skip('a sanitizer adds variables of its own')
    path = os.path.join(context.build, 'extractor', 'libdragoman.a')
    if not shutil.which('objdump') or not os.path.exists(path):
        raise Skip('there is no objdump, or no static library')
    listing = subprocess.run(['objdump', '-t', path], stdout=subprocess.PIPE, check=True).stdout.decode()
    wrong = [line.split()[-1] for line in listing.splitlines() if re.search(r' O \.(data|bss|tdata|tbss)(\.\w+)?\t', line)
             and '.data.rel.ro' not in line]
    check(not wrong, 'variables that can be written to: %s', ' '.join(sorted(wrong)))
