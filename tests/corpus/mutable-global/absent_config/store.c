#define DEPOT_WHOLE 1

/* A library with a header for its own settings, which is there only where a build asks for it. */
#if defined(_HAVE_DEPOT_CONFIG_H) && !defined(DEPOT_CONFIG_H)
#include "depot_cfg.h"
#define DEPOT_CONFIG_H 1
#endif
#if !defined(DEPOT_WHOLE)
#include "depot_parts.h"
#endif
#ifdef WITH_OUTER_SETTINGS
#include "outer_cfg.h"
#endif

/* Nothing defines it: the header that might is not included. */
#ifdef DEPOT_DEBUG
static int depot_calls; //~ ISO020
#define DEPOT_COUNT() (depot_calls++)
#else
#define DEPOT_COUNT()
#endif

/* A build may define what begins like the library, by WITH_OUTER_SETTINGS. */
#ifdef OUTER_DEBUG
static int outer_calls; //~ ISO020
#define OUTER_COUNT() (outer_calls++)
#else
#define OUTER_COUNT()
#endif

/* setup.py makes the name of two parts. */
#ifdef STORE_TRACE
static int store_calls; //~ ISO020
#define STORE_COUNT() (store_calls++)
#else
#define STORE_COUNT()
#endif

/* No such part is among those of setup.py. */
#ifdef STORE_AUDIT
static int store_audits; //~ ISO020
#define STORE_CHECK() (store_audits++)
#else
#define STORE_CHECK()
#endif

void store_go(void)
{
    STORE_CHECK();
    STORE_COUNT();
    OUTER_COUNT();
}

void depot_go(void)
{
    DEPOT_COUNT();
}
