/* Who calls a writer counts only where it is called itself. */
#include <stdlib.h>
#include <string.h>
#include "library.h"

static level_fn levels[5]; //~ ISO020
static level_fn filters[5]; //~ ISO020
static char *title; //~ ISO020
static char *topic; //~ ISO020
static int registered; //~ ISO020

static void ignore(int level) { (void)level; }

/* Nothing calls it: the import alone sets a level. */
void reset_levels(void)
{
    for (int i = 0; i < 5; i++)
        set_level(i, ignore);
}

level_fn set_level(int level, level_fn func)
{
    level_fn old = levels[level];
    levels[level] = func;
    return old;
}

/* A method calls it. */
void reset_filters(void)
{
    for (int i = 0; i < 5; i++)
        set_filter(i, ignore);
}

level_fn set_filter(int level, level_fn func)
{
    level_fn old = filters[level];
    filters[level] = func;
    return old;
}

void log_level(int level)
{
    if (levels[level] && filters[level])
        levels[level](level);
}

static void forget(void)
{
    free(title);
    title = NULL;
}

/* In the body of a macro that nobody uses. */
void set_title(const char *text)
{
    title = strdup(text);
    if (!registered) {
        atexit(forget);
        registered = 1;
    }
}

/* In the body of one that is used. */
void set_topic(const char *text)
{
    topic = strdup(text);
}

const char *title_of(void) { return title ? title : topic; }
