static long plain_time; //~ ISO020

static void stamp(long now)
{
    plain_time = now;
}
