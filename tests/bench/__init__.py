"""The benchmark: how fast Dragoman is beside what anyone can install, and how its cost grows. `./dev bench --help` tells its use.

    __main__.py    the command: its options, and which sections run
    workshop.py    what the sections share: the programs, the made-up text, a folder for what is in passing
    measure.py     running programs in turns on one core: CPU time, peak memory
    rows.py        a line of the result: runs, their median, a bar to meet
    speed.py       section speed: against `wc -w` and `rg`, on one text
    start.py       section start: a short document, from the pack and from the sources, against `--version`
    sweeps.py      sections rules, names, documents, density: the same work, more and more of one thing
    copies.py      knowledge with more rules, with more names; a text cut into documents: what the sweeps sweep over
    growth.py      section hostile: the texts of tests/hostile.py, large
    table.py       the result for people;  plot.py: as a picture;  compare.py: against an older one
    profile.py     `./dev profile`: where the time goes, by folder of extractor/

    prose/         the program that makes the text, its words and sentences
    count.c        the library alone, nothing written
    names.txt      what `rg -F -f` looks for: 5,000 names of countries and treaties, never to change
"""
