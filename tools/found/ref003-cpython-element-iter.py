# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF003
# place: Modules/_elementtree.c:2266
# env: PYTHONMALLOC=debug
# ends: SIGSEGV
# output: an element is sought
# what: `Element.iter(tag)` compares the tag of each element and borrows it. The comparison sets the tag to
#   another one and declines: then the freed tag is asked for the other side.
# cure: Hold a reference to `elem->tag` during the comparison.
from xml.etree.ElementTree import Element


class Tag:
    def __eq__(self, other):
        element.tag = ""  # the only reference to the tag
        return NotImplemented


class Sought:
    def __eq__(self, other):
        return repr(other)


element = Element("tag")
element.tag = Tag()
print("an element is sought", flush=True)
list(element.iter(Sought()))
