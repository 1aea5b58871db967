#!/usr/bin/env python3
"""Runs the tests: all of them, or those that are named.

    run.py --build FOLDER [--quick] [--full] [--sanitized] [--update] [NAME…]

A NAME is a module (spec, errors, hostile, …), a file or case of it (spec/tokens.md, errors/two-stages, unit/utf8), or a line
of a spec page (spec/tokens.md:12). Prints each case that fails, and at the end `N passed, N failed[, N skipped]`; a test that
cannot run here is named before that. Exit status 0: none failed.
"""

import argparse
import concurrent.futures
import os
import sys
import time
import traceback

import arrows
import cli
import editor
import errors
import exports
import harness
import hostile
import messages
import pack
import properties
import prose
import readme
import rules
import schema
import scores
import spec
import unit
import walk
import why
import workbench
import yardsticks

# Those that take long come first, so that two cores are busy to the end.
MODULES = (hostile, rules, readme, walk, spec, pack, errors, messages, properties, prose, cli, why, workbench, schema, unit, exports, arrows, yardsticks,
           editor, scores)


def run_case(case):
    """Returns (case, 'passed' | 'failed' | 'skipped', message, seconds)."""
    begin = time.monotonic()
    try:
        case.run()
        outcome, message = 'passed', ''
    except harness.Skip as reason:
        outcome, message = 'skipped', str(reason)
    except harness.Failed as reason:
        outcome, message = 'failed', str(reason)
    except Exception:                               # a fault of the test itself is a failure, not the end of the run
        outcome, message = 'failed', traceback.format_exc()
    return case, outcome, message, time.monotonic() - begin


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--build', required=True)
    parser.add_argument('--quick', action='store_true', help='small inputs, under ten seconds')
    parser.add_argument('--sanitized', action='store_true', help='the build is instrumented: time and memory prove nothing')
    parser.add_argument('--full', action='store_true', help='hostile texts in the sizes that the design names')
    parser.add_argument('--update', action='store_true', help='write what comes out into tests/errors/*.expected')
    parser.add_argument('--times', action='store_true', help='print the ten slowest')
    parser.add_argument('--jobs', type=int, default=os.cpu_count() or 1)
    parser.add_argument('names', nargs='*')
    options = parser.parse_args()
    context = harness.Context(options.build, options.quick, options.sanitized, options.full, options.update)
    cases = [case for module in MODULES for case in module.cases(context)]
    chosen = [c for c in cases if not options.names or any(c.answers_to(n) for n in options.names)]
    if not chosen:
        sys.exit('no test is named %s; there are: %s'
                 % (' '.join(options.names), ' '.join(m.__name__ for m in MODULES)))

    counts, skipped, times, told = {'passed': 0, 'failed': 0, 'skipped': 0}, [], [], {}
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for case, outcome, message, seconds in pool.map(run_case, chosen):
            counts[outcome] += 1
            times.append((seconds, case.name))
            if outcome == 'failed' and message in told:        # one broken rule fails many a test: it is told once
                print('FAILED %s, as %s\n' % (case.name, told[message]), flush=True)
            elif outcome == 'failed':
                told[message] = case.name
                print('FAILED %s\n%s\n' % (case.name, '\n'.join('    ' + line for line in message.splitlines())), flush=True)
            elif outcome == 'skipped':
                skipped.append('%s: %s' % (case.name, message))
    for seconds, name in sorted(times, reverse=True)[:10] if options.times else ():
        print('%6.2f s  %s' % (seconds, name))
    for line in skipped:
        print('skipped %s' % line)
    print('%d passed, %d failed%s' % (counts['passed'], counts['failed'],
                                      ', %d skipped' % counts['skipped'] if counts['skipped'] else ''))
    return counts['failed'] > 0


if __name__ == '__main__':
    sys.exit(main())
