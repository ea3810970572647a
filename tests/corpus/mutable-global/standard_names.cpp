// What is std:: is never the project's own.
#include <Python.h>
#include <cstdio>

static long cursor;

void
read_all()
{
    std::cursor = 4;
}

long where() { return cursor; }
