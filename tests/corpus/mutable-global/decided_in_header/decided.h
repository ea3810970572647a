#ifndef DECIDED_H
#define DECIDED_H
#ifdef __cplusplus
extern "C" {
#endif
#define HAVE_RAW 1
#ifdef __linux__
#define HAVE_LINUX 1
#endif
#ifdef __cplusplus
}
#endif
#endif
