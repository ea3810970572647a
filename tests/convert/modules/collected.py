import gc, weakref
from collected import Leaf, Node

for T in Node, Leaf:
    node = T()
    assert gc.is_tracked(node) and node + 1 == 42 and not node and node.held is None
    node.name = "n"
    assert node.__dict__ == {"name": "n"} and weakref.ref(node)() is node
    node.me = node
    where = weakref.ref(node)
    del node
    gc.collect()
    assert where() is None, T
    counts(T, T)
assert issubclass(Leaf, Node) and Leaf.__base__ is Node and Leaf.__module__ == "collected"
try:
    class Under(Leaf):
        pass
except TypeError:
    pass
else:
    raise AssertionError("Leaf can be a base")

class Sub(Node):
    pass

counts(Sub, Sub)
