// Called by its name in the namespace alone.
#include "core.h"

namespace core {

static int begun; //~ ISO020
static int never; //~ ISO020

bool
begin()
{
    begun++;
    return true;
}

bool
begin_never()
{
    never++;
    return true;
}

int
count()
{
    return begun + never;
}

} // namespace core
