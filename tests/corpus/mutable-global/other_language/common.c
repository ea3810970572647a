static int calls; //~ ISO020

int
spam_count(void)
{
    return calls++;
}
