static int parts; //~ ISO020

static int
part_step(void)
{
    return ++parts;
}
