"""A survey of many distributions, on one machine or many: `python -m extlint.survey`.

The program `extlint survey` checks one distribution after the other and writes tables. This package spreads it: each
distribution is checked by a process of its own, within limits of time and memory, and the processes are spread by Daft over
the threads of one machine or the machines of a Ray cluster. It needs what `pip install extlint[survey]` installs.
"""
