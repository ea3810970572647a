#include <stddef.h>

typedef void (*level_fn)(int);

level_fn set_level(int level, level_fn func);
level_fn set_filter(int level, level_fn func);
void reset_levels(void);
void reset_filters(void);
void log_level(int level);
void set_title(const char *title);
void set_topic(const char *topic);
const char *title_of(void);

/* Nobody uses this one. */
#define WITH_TITLE do { if (argv[0] != NULL) set_title(argv[0]); } while (0)
#define WITH_TOPIC(text) set_topic(text)

#define FEATURE(name, macro) \
    static int name##_present_##macro; \
    static inline int has_##name(void) { return name##_present_##macro = 1; }
