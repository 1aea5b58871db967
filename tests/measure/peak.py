#!/usr/bin/env python3
"""Runs a program and writes down what it took: `peak.py REPORT COMMAND…`; REPORT gets "STATUS CPU_SECONDS PEAK_BYTES".

A process begins with the peak of memory of the one it was forked from. This one is small, so the peak is the program's own.
"""

import os
import sys

process = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(process, 0)
unit = 1 if sys.platform == 'darwin' else 1024
with open(sys.argv[1], 'w', encoding='ascii') as report:
    report.write('%d %.6f %d\n' % (os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit))
