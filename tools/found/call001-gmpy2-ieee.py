# project: gmpy2
# version: 2.3.2
# python: 3.13
# rule: CALL001
# place: src/gmpy2_context.c:239
# output: ieee(64): True
# output: ieee(64, subnormalize=True): ValueError: invalid keyword arguments for ieee()
# what: The format `|ii` has one argument more than the list of keywords. Parsing fails whenever a keyword is given,
#   and the one that is documented cannot be used.
# cure: The format `|i`.
import gmpy2

print("ieee(64):", gmpy2.ieee(64).subnormalize)
try:
    print(gmpy2.ieee(64, subnormalize=True))
except ValueError as error:
    print("ieee(64, subnormalize=True): ValueError:", error)
