/* A program beside the extension calls and writes as well: that is another process's matter. */
unsigned char lower[256]; //~ ISO020
int verbosity;
int calls; //~ ISO020 INIT017

static int (*search)(int); //~ ISO020
static int done; //~ ISO020

static int
slow(int value)
{
    return value;
}

void
core_prepare(void)
{
    search = slow;
}

int
core_init(void)
{
    if (done)
        return 0;
    for (int i = 0; i < 256; i++)
        lower[i] = (unsigned char)(i | 32);
    done = 1;
    return 0;
}

int
core_use(int value)
{
    calls++;
    return search ? search(value) : value + verbosity;
}
