/* A part of each file is not understood. What it does not name it does not call; what it names it may. */
typedef int (*find_t)(int);

static find_t search; //~ ISO020
static int named; //~ ISO020

static int
slow(int value)
{
    return value;
}

void
find_prepare(void)
{
    search = slow;
}

void
find_count(void)
{
    named++;
}

int
find_use(int value)
{
    return search ? search(value) : value + named;
}

find_t @@ table { slow ]] ;
