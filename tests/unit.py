"""The C unit tests: every executable that tests/meson.build makes of tests/unit/NAME.c, a case each of its tests.

An executable runs once; its lines (`ok NAME`, `not ok NAME FILE:LINE: WHY`) become the cases' outcomes.
"""

import glob
import os

from harness import Case, Failed, run


def cases(context):
    for source in sorted(glob.glob(context.path('tests', 'unit', '*.c'))):
        name = os.path.basename(source)[:-2]
        yield Case('unit/' + name, lambda name=name: run_executable(context, name))


def run_executable(context, name):
    program = os.path.join(context.build, 'tests', 'unit_' + name)
    if not os.path.exists(program):
        raise Failed('%s has not been built: is it in tests/meson.build?' % program)
    environment = dict(context.environment, DRAGOMAN_QUICK='1') if context.quick else context.environment
    outcome = run([program], environment=environment, cwd=context.root)
    bad = [line for line in outcome.out.decode('utf-8', 'replace').splitlines() if not line.startswith('ok ')]
    if outcome.status != 0 or bad:
        raise Failed('\n'.join(bad) + '\n' + outcome.errors())
    if not outcome.out:
        raise Failed('it ran no test')
