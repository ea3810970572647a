#include "handles.h"

int buffer_size = 3; //~ ISO020

int
open_handle(int size)
{
    buffer_size = size * 2;
    return buffer_size;
}
