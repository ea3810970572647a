# project: BTrees
# version: 6.5
# python: 3.13
# needs: cffi==2.1.1, persistent==6.9, zope.interface==8.7
# rule: REF002
# place: src/BTrees/BucketTemplate.c:1372
# output: 1000 differences, 1000 references too many
# what: The operators of a bucket pack their operands into a tuple for the function that does the work, and
#   never release the tuple, which keeps both operands.
# cure: Release `args` after the call in `bucket_sub`, `bucket_or` and `bucket_and`.
import sys
from BTrees.OOBTree import OOBucket

one, other = OOBucket({1: 1}), OOBucket({1: 1})
before = sys.getrefcount(one)
for _ in range(1000):
    one - other
print(f"1000 differences, {sys.getrefcount(one) - before} references too many")
