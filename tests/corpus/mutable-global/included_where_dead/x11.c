static long x11_time; //~ ISO020

static void stamp(long now)
{
    x11_time = now;
}
