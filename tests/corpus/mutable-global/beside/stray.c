/* Nothing is seen to use it: a note. */
static int strays; //~ ISO020

int
stray_step(void)
{
    return ++strays;
}
