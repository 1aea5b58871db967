"""The C tests: every executable that tests/meson.build makes of tests/unit/NAME.c, and tests/memory.c.

An executable runs its tests and prints `ok NAME` or `not ok NAME FILE:LINE: WHY` for each; it is one case.
"""

import glob
import os

from harness import Case, Failed, run


def cases(context):
    for source in sorted(glob.glob(context.path('tests', 'unit', '*.c'))):
        name = os.path.basename(source)[:-2]
        yield Case('unit/' + name, lambda name=name: run_executable(context, 'unit_' + name))
    step = '50' if context.quick or context.sanitized else '1'
    yield Case('unit/memory', lambda: run_executable(context.over(context.small), 'memory', step))


def run_executable(context, name, *arguments):
    program = os.path.join(context.build, 'tests', name)
    if not os.path.exists(program):
        raise Failed('%s has not been built: is it in tests/meson.build?' % program)
    environment = dict(context.environment, DRAGOMAN_QUICK='1') if context.quick else context.environment
    outcome = run([program, *arguments], environment=environment, cwd=context.root)
    bad = [line for line in outcome.out.decode('utf-8', 'replace').splitlines() if not line.startswith('ok ')]
    if outcome.status != 0 or bad:
        raise Failed('\n'.join(bad) + '\n' + outcome.errors())
    if not outcome.out:
        raise Failed('it ran no test')
