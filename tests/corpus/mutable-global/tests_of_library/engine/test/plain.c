static int steps; //~ ISO020

int plain_step(void)
{
    return ++steps;
}
