#ifndef MORE_H
#define MORE_H
#include "decided.h"
#endif
