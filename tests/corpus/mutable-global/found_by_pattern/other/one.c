static int one_calls; //~ ISO020

int one(int n)
{
    return one_calls += n;
}
