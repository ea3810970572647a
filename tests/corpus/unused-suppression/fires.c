#include <Python.h>

int answer(void); /* extlint: ignore[build-core-macro] nothing here */
//~^ SUP001

// extlint: ignore[ABI003, no-such-rule] one that finds nothing, one that is none
//~^ SUP001 SUP001
int question(void);

/* extlint: file-ignore[ABI003] nothing in the whole file */
//~^ SUP001

/* extlint: ignore ABI003 */
//~^ SUP001
