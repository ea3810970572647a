# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF003
# place: Modules/_elementtree.c:1713
# env: PYTHONMALLOC=debug
# ends: SIGSEGV
# output: repr of an element
# what: The repr of an `Element` borrows its tag. A slice runs foreign code in its repr: that code sets the
#   tag, and the slice is read after it was freed.
# cure: Hold a reference to the tag while its repr is made.
from xml.etree.ElementTree import Element


class Part:
    def __repr__(self):
        element.tag = ""  # the only reference to the slice
        return "part"


element = Element("tag")
element.tag = slice(Part(), Part(), Part())
print("repr of an element", flush=True)
repr(element)
