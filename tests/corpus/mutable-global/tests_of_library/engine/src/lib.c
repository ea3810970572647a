static int calls; //~ ISO020

int lib_step(void)
{
    return ++calls;
}
