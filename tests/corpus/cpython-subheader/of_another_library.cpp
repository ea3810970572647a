// Without Python.h in front a node.h is that of another library.
#include <node.h>
#include <token.h>

int nodes(void);
