static int length;

int
spam_length(int value)
{
    length += value;
    return length;
}
