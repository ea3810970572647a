# project: pymongo
# version: 4.20.1
# python: 3.13
# rule: REF003
# place: bson/_cbsonmodule.c:1983
# env: PYTHONMALLOC=debug
# ends: SIGSEGV
# output: a document is encoded
# what: Keys and values are borrowed from the document while they are written. A value is asked for its
#   marker, empties the document, and is used after it was freed.
# cure: Hold references to `key` and `value` within the loop.
import bson


class Value:
    @property
    def _type_marker(self):
        document.clear()
        return 0


document = {"key": Value()}
print("a document is encoded", flush=True)
bson.encode(document)
