static int three_calls; //~ ISO020

int three(int n)
{
    return three_calls += n;
}
