#include <gtest/gtest.h>
int lib_step(void);
