# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF002
# place: Modules/cjkcodecs/multibytecodec.c:1876
# output: 1000 calls, 1000 references too many
# what: `StreamWriter.reset` of a multibyte codec never releases what the stream's `write` returns.
# cure: `Py_DECREF(wr)` after the test.
import codecs
import sys


class Stream:
    answer = object()

    def write(self, data):
        return self.answer


writer = codecs.getwriter("euc_jisx0213")(Stream())
before = sys.getrefcount(Stream.answer)
for _ in range(1000):
    writer.write("\u304b")  # kept back, because a mark may follow
    writer.reset()
print(f"1000 calls, {sys.getrefcount(Stream.answer) - before} references too many")
