static int more; //~ ISO020

int
spam_more(void)
{
    return ++more;
}
