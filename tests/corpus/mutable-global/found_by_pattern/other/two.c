static int two_calls; //~ ISO020

int two(int n)
{
    return two_calls += n;
}
