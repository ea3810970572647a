static int length; //~ ISO020

int
spam_length(int value)
{
    length += value;
    return length;
}
