static int stamps; //~ ISO020

int stamp(int now)
{
    return stamps += now;
}
