static long calls; //~ ISO020

long used_in_init(long n)
{
    return calls += n;
}
