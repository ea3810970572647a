static int lengths; //~ ISO020

int
spam_length(int value)
{
    lengths += value;
    return lengths;
}
