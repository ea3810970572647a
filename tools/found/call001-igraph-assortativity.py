# project: igraph
# version: 1.0.0
# python: 3.13
# needs: texttable==1.7.2
# rule: CALL001
# place: src/_igraph/graphobject.c:4079
# output: directed: -1.0
# output: normalized: SystemError: More keyword list entries (4) than format specifiers (3)
# what: The format `O|OO` has one argument less than the list of keywords, and one variable more stands behind it.
#   The keyword `normalized`, which is documented, cannot be used.
# cure: The format `O|OOO`.
import igraph

graph = igraph.Graph.Ring(4)
for name in ("directed", "normalized"):
    try:
        print(f"{name}:", graph.assortativity_nominal([0, 1, 0, 1], **{name: False}))
    except SystemError as error:
        print(f"{name}: SystemError:", error)
